-- What PostgreSQL 16 adds.
create collation app.ruled (provider = icu, locale = 'und', rules = '&a < g');
