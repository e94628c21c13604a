-- A tool can be in repair. A new value of an enum cannot be used before the transaction that adds it has ended, so it
-- has a file to itself, and 2025-03-02_02 uses it. PostgreSQL cannot take a value back: there is no way down from here.

alter type public.tool_state add value 'in_repair' before 'retired';
