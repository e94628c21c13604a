#!/usr/bin/env python3
"""How long the structure of a large database takes to read, against pg_dump -s on the same server in the same run.

    bench/catalog.py postgresql://postgres@localhost:5432/ [--tables 10000] [--pg-dump /usr/lib/postgresql/17/bin/pg_dump]

Makes the database bench_catalog (tables with eight columns, an identity, a check and three indexes each, a foreign key to the
table before, a policy on every fifth), reads it three times, and drops it. Needs `mvn test-compile`, psql, and a pg_dump of
the server's major version.
"""
import argparse
import glob
import os
import subprocess
import time

DATABASE = 'bench_catalog'
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

MAKE = '''
set client_min_messages = warning; set synchronous_commit = off;
create schema app;
create procedure app.make(n integer) language plpgsql as $$
begin
  for i in 1..n loop
    execute format('create table app.t_%1$s (id bigint generated always as identity primary key, parent bigint, name text not null,
      note varchar(20) default ''x'', amount numeric(10,2) check (amount > 0), at timestamptz not null default now(), done boolean,
      kind integer); create index on app.t_%1$s (name); create index on app.t_%1$s (at) where not done', i);
    if i > 1 then
      execute format('alter table app.t_%s add foreign key (parent) references app.t_%s', i, i - 1);
    end if;
    if i % 5 = 0 then
      execute format('alter table app.t_%1$s enable row level security; create policy p on app.t_%1$s using (kind in (1, 2))', i);
    end if;
    if i % 200 = 0 then commit; end if;
  end loop;
end $$;
call app.make(TABLES);
analyze;
'''


def psql(url, database, sql):
    subprocess.run(['psql', '-qX', '-v', 'ON_ERROR_STOP=1', '-d', url.rstrip('/') + '/' + database], input=sql, text=True,
                   check=True)


def jar(pattern):
    return sorted(glob.glob(os.path.expanduser('~/.m2/repository/' + pattern)))[-1]


def main():
    options = argparse.ArgumentParser()
    options.add_argument('url')
    options.add_argument('--tables', type=int, default=10000)
    options.add_argument('--pg-dump', default='pg_dump')
    options.add_argument('--database', help='read this one, and leave it')
    chosen = options.parse_args()
    database = chosen.database or DATABASE
    if not chosen.database:
        psql(chosen.url, 'postgres', 'drop database if exists %s; ' % DATABASE)
        psql(chosen.url, 'postgres', 'create database %s template template0' % DATABASE)
        psql(chosen.url, DATABASE, MAKE.replace('TABLES', str(chosen.tables)))
    url = chosen.url.rstrip('/') + '/' + database
    path = [ROOT + '/target/classes', ROOT + '/target/test-classes', jar('org/postgresql/postgresql/*/postgresql-*[0-9].jar'),
            jar('org/slf4j/slf4j-api/*/slf4j-api-*[0-9].jar')]

    def dump():
        start = time.time()
        subprocess.run([chosen.pg_dump, '-s', '-f', os.devnull, '-d', url], check=True)
        return time.time() - start

    before = dump()
    start = time.time()
    out = subprocess.run(['java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', ':'.join(path), 'dev.migrate.catalog.CatalogTiming', url, '3'], check=True,
                         capture_output=True, text=True).stdout.split(']')
    print('pg_dump -s        %.1f s, and afterwards %.1f s' % (before, dump()))
    print('reading           ' + ', '.join('%.1f s' % (int(one) / 1000) for one in out[0].strip('[').split(',')))
    objects, heap, _, comparison = out[1].split()
    print('objects           %s, %s bytes of heap each, compared with themselves in %.1f s'
          % (objects, heap, int(comparison) / 1000))
    if not chosen.database:
        psql(chosen.url, 'postgres', 'drop database %s' % DATABASE)


if __name__ == '__main__':
    main()
