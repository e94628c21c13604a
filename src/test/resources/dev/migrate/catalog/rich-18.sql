-- What PostgreSQL 18 adds.
create table app.virtual (a integer, b integer generated always as (a * 2) virtual, c integer generated always as (a * 3) stored);
create table app.named (a integer constraint a_is_there not null, b integer, c integer constraint alone not null no inherit,
    constraint soft check (a > 0) not enforced);
comment on constraint a_is_there on app.named is 'always';
alter table app.named add constraint b_later not null b not valid;
create table app.rooms (id integer, during daterange, primary key (id, during without overlaps));
create table app.stays (id integer, during daterange,
    constraint stays_room foreign key (id, period during) references app.rooms (id, period during));
create publication pub_generated for table app.virtual with (publish_generated_columns = stored);
