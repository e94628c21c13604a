#!/usr/bin/env python3
"""Writes the migrations that the benchmark runs. Same arguments, same bytes.

    workload.py small COUNT DIR     COUNT migrations of three to five statements: tables, indexes, rows, policies, functions
    workload.py inserts MB DIR      one migration of about MB megabytes of INSERT statements, 500 rows each
    workload.py copy MB DIR         one migration of about MB megabytes of COPY ... FROM stdin with its rows
"""
import os
import random
import sys

WORDS = 'amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh north ocean plain quarry'.split()


def small(number, chance):
    """Every fourth migration makes a table, the three behind it work on that table."""
    table = 'item_%05d' % (number - (number - 1) % 4)
    step = (number - 1) % 4
    if step == 0:
        rows = ',\n    '.join("('name %d', %d, now())" % (chance.randrange(10**6), chance.randrange(10**6))
                              for _ in range(3))
        return 'create', f'''CREATE TABLE {table} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    amount integer NOT NULL DEFAULT 0 CHECK (amount >= 0),
    made_at timestamptz NOT NULL
);

CREATE INDEX {table}_name_idx ON {table} (name);

INSERT INTO {table} (name, amount, made_at) VALUES
    {rows};

COMMENT ON TABLE {table} IS 'made by migration {number}; ends here';
'''
    if step == 1:
        return 'alter', f'''ALTER TABLE {table} ADD COLUMN note text;

ALTER TABLE {table} ADD COLUMN state text NOT NULL DEFAULT 'new';

UPDATE {table} SET note = 'it''s; a note' WHERE id % 2 = 0;

CREATE INDEX {table}_state_idx ON {table} (state) WHERE state <> 'done';
'''
    if step == 2:
        return 'secure', f'''ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;

CREATE POLICY {table}_read ON {table} FOR SELECT USING (true);

CREATE POLICY {table}_write ON {table} FOR UPDATE
    USING (state <> 'done')
    WITH CHECK (amount < {chance.randrange(1000, 10**6)});

GRANT SELECT ON {table} TO PUBLIC;

CREATE VIEW {table}_open AS
    SELECT id, name, amount FROM {table} WHERE state = 'new';
'''
    return 'function', f'''CREATE FUNCTION {table}_total(minimum integer) RETURNS bigint LANGUAGE plpgsql AS $body$
DECLARE
    total bigint := 0;
BEGIN
    total := total + {chance.randrange(100)}; -- a step;
    IF minimum > 0 THEN
        SELECT total + sum(amount) INTO total FROM {table} WHERE amount >= minimum;
    END IF;
    RETURN coalesce(total, 0);
END
$body$;

CREATE FUNCTION {table}_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_at := now();
    RETURN NEW;
END
$$;

CREATE TRIGGER {table}_touch BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_touch();
'''


def rows(chance, line):
    """Pieces of 500 rows."""
    notes = [' '.join(chance.choice(WORDS) for _ in range(9)) for _ in range(997)]
    number = 0
    while True:
        piece = []
        for _ in range(500):
            number += 1
            piece.append(line % (number, notes[number % 997], int(chance.random() * 10**9), chance.random() * 1000))
        yield piece


COLUMNS = '(id bigint %s, note text NOT NULL, amount bigint NOT NULL, share double precision);\n\n'


def inserts(file, size, chance):
    file.write('CREATE TABLE big ' + COLUMNS % 'PRIMARY KEY')
    for piece in rows(chance, "(%d, '%s', %d, %.6f)"):
        file.write('INSERT INTO big (id, note, amount, share) VALUES\n' + ',\n'.join(piece) + ';\n')
        if file.tell() > size:
            return


def copy(file, size, chance):
    file.write('CREATE TABLE big ' + COLUMNS % 'NOT NULL' + 'COPY big (id, note, amount, share) FROM stdin;\n')
    for piece in rows(chance, '%d\t%s\t%d\t%.6f\n'):
        file.write(''.join(piece))
        if file.tell() > size:
            break
    file.write('\\.\n\nALTER TABLE big ADD PRIMARY KEY (id);\n')


def write(kind, amount, folder):
    """Writes the migrations into DIR/migrations, where they are not there yet."""
    migrations = os.path.join(folder, 'migrations')
    if os.path.isdir(migrations):
        return
    os.makedirs(migrations + '.part', exist_ok=True)
    chance = random.Random(1)
    if kind == 'small':
        for number in range(1, amount + 1):
            name, sql = small(number, chance)
            with open(os.path.join(migrations + '.part', '%05d_%s.sql' % (number, name)), 'w', newline='\n') as file:
                file.write(sql)
    else:
        with open(os.path.join(migrations + '.part', '00001_big.sql'), 'w', newline='\n') as file:
            {'inserts': inserts, 'copy': copy}[kind](file, amount * 1000000, chance)
    os.rename(migrations + '.part', migrations)


if __name__ == '__main__':
    if len(sys.argv) != 4 or sys.argv[1] not in ('small', 'inserts', 'copy'):
        sys.exit(__doc__)
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3])
