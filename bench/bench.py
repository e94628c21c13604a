#!/usr/bin/env python3
"""Times migrate beside psql, as whole processes, on a scratch server.

    bench.py --url postgresql://superuser@host:port/postgres [--runs N] [--psql FILE] [--dbmate FILE] [--flyway FILE] [PART ...]

Parts: start, small, far, copy, inserts, scale; all of them where none is named. The floor of each is psql in one session:
all files in one run, each in a transaction with one row of a history. Runs are interleaved, and each number is a median.
The databases bench_* of the server are dropped and made anew.
"""
import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

import workload

HERE = os.path.dirname(os.path.abspath(__file__))
MIGRATE = os.path.join(os.path.dirname(HERE), 'migrate')
WORK = os.path.join(tempfile.gettempdir(), 'migrate-bench')


def psql_binary():
    """The server's own psql: Debian's is a script around it that takes longer to start than psql itself."""
    try:
        own = os.path.join(subprocess.run(['pg_config', '--bindir'], stdout=subprocess.PIPE, text=True).stdout.strip(), 'psql')
        if os.path.exists(own):
            return own
    except OSError:
        pass
    for version in range(25, 14, -1):
        debian = '/usr/lib/postgresql/%d/bin/psql' % version
        if os.path.exists(debian):
            return debian
    return shutil.which('psql') or sys.exit('bench.py needs psql; name it with --psql')


class Bench:
    def __init__(self, options):
        self.options = options
        self.psql = options.psql or psql_binary()
        self.rows = []

    def url(self, database, port=None):
        url = urllib.parse.urlsplit(self.options.url)
        netloc = url.netloc if port is None else '%s127.0.0.1:%d' % (url.netloc.rpartition('@')[0] + '@' if '@' in url.netloc else '', port)
        return urllib.parse.urlunsplit((url.scheme, netloc, '/' + database, url.query, ''))

    def sql(self, database, *statements):
        arguments = [self.psql, '-qXAt', '-v', 'ON_ERROR_STOP=1', self.url(database)]
        for statement in statements:
            arguments += ['-c', statement]
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def fresh(self, name):
        self.sql('postgres', 'drop database if exists %s with (force)' % name, 'create database %s' % name, 'checkpoint')
        return name

    def timed(self, arguments, folder, environment=None):
        """Seconds of the wall clock and peak resident memory in MiB of a process that must end well."""
        began = time.monotonic()
        with open(os.path.join(WORK, 'output'), 'w') as output:
            process = subprocess.Popen(arguments, cwd=folder, stdout=output, stderr=output,
                                       env={**os.environ, **(environment or {})})
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = status
        took = time.monotonic() - began
        if status != 0:
            with open(os.path.join(WORK, 'output')) as output:
                sys.exit('%s failed:\n%s' % (' '.join(arguments), output.read()))
        return took, used.ru_maxrss / 1024

    def project(self, kind, amount):
        folder = os.path.join(WORK, '%s-%d' % (kind, amount))
        workload.write(kind, amount, folder)
        script = os.path.join(folder, 'floor.sql')
        if not os.path.exists(script):
            with open(script + '.part', 'w') as floor:
                for name in sorted(os.listdir(os.path.join(folder, 'migrations'))):
                    floor.write('BEGIN;\n')
                    with open(os.path.join(folder, 'migrations', name)) as migration:
                        shutil.copyfileobj(migration, floor)
                    floor.write("\nINSERT INTO done VALUES ('%s');\nCOMMIT;\n" % name)
            os.rename(script + '.part', script)
        return folder

    def floor(self, folder):
        database = self.fresh('bench_floor')
        self.sql(database, 'create table done (id text primary key)')
        return self.timed([self.psql, '-qX', '-v', 'ON_ERROR_STOP=1', '-f', 'floor.sql', self.url(database)], folder)

    def migrate(self, folder, *arguments, database='bench_ours', port=None, java=''):
        return self.timed([MIGRATE, *arguments, '-q', '--url', self.url(database, port)], folder,
                          {'MIGRATE_JAVA_OPTS': java})

    def dbmate(self, folder):
        """The same statements in dbmate's layout."""
        theirs = os.path.join(folder, 'dbmate')
        if not os.path.isdir(theirs):
            os.makedirs(theirs)
            for name in sorted(os.listdir(os.path.join(folder, 'migrations'))):
                with open(os.path.join(folder, 'migrations', name)) as migration:
                    with open(os.path.join(theirs, name), 'w') as file:
                        file.write('-- migrate:up\n' + migration.read() + '\n-- migrate:down\n')
        database = self.fresh('bench_dbmate')
        url = self.url(database) + ('&' if '?' in self.options.url else '?') + 'sslmode=disable'
        return self.timed([self.options.dbmate, '--url', url, '-d', theirs, '--no-dump-schema', 'migrate'], folder)

    def flyway(self, folder):
        theirs = os.path.join(folder, 'flyway')
        if not os.path.isdir(theirs):
            os.makedirs(theirs)
            for name in sorted(os.listdir(os.path.join(folder, 'migrations'))):
                number, _, rest = name.partition('_')
                shutil.copy(os.path.join(folder, 'migrations', name), os.path.join(theirs, 'V%s__%s' % (number, rest)))
        database = self.fresh('bench_flyway')
        url = urllib.parse.urlsplit(self.options.url)
        return self.timed([self.options.flyway, '-url=jdbc:postgresql://%s:%d/%s' % (url.hostname, url.port or 5432, database),
                           '-user=%s' % url.username, '-password=%s' % (url.password or ''), '-locations=filesystem:' + theirs,
                           'migrate'], folder)

    def peers(self):
        return [(name, run) for name, run in (('dbmate', self.dbmate), ('flyway', self.flyway))
                if getattr(self.options, name)]

    def compare(self, what, kind, amount, memory=False, peers=True, then=()):
        """apply beside the floor, and what is asked of the database that it leaves."""
        folder = self.project(kind, amount)
        contestants = {'psql': lambda: self.floor(folder), 'migrate': lambda: self.applied(folder)}
        for name, run in self.peers() if peers else ():
            contestants[name] = lambda run=run: run(folder)
        taken = {name: [] for name in contestants}
        later = {name: [] for name in then}
        for _ in range(self.options.runs):
            for name, run in contestants.items():
                taken[name].append(run())
            for name in then:
                later[name].append(self.migrate(folder, *name.split()))
        floor = statistics.median(seconds for seconds, _ in taken['psql'])
        for name, runs in taken.items():
            seconds = statistics.median(seconds for seconds, _ in runs)
            pairs = statistics.median(ours / base for (ours, _), (base, _) in zip(runs, taken['psql']))
            peak = '%.0f MiB' % max(size for _, size in runs) if memory else ''
            self.row(what, name, '%.2f s' % seconds, '%.2f' % pairs, peak)
        for name, runs in later.items():
            self.row(what, 'migrate ' + name, '%.0f ms' % (1000 * statistics.median(seconds for seconds, _ in runs)), '', '')
        return floor

    def applied(self, folder):
        self.fresh('bench_ours')
        return self.migrate(folder, 'apply')

    def row(self, *cells):
        self.rows.append(cells)
        print('| ' + ' | '.join(cells) + ' |', flush=True)

    def start(self):
        times = [self.timed([MIGRATE, '--version'], WORK)[0] for _ in range(self.options.runs * 3)]
        self.row('--version', 'migrate', '%.0f ms' % (1000 * statistics.median(times)), '', '')
        folder = self.project('small', 10)
        self.applied(folder)
        times = [self.migrate(folder, 'apply')[0] for _ in range(self.options.runs * 3)]
        self.row('nothing to do, 10 applied', 'migrate', '%.0f ms' % (1000 * statistics.median(times)), '', '')

    def small(self):
        self.compare('1,000 small migrations', 'small', 1000, then=('apply', 'status'))

    def scale(self):
        for amount in (100, 1000, 5000):
            self.compare('%d small migrations' % amount, 'small', amount, then=('apply',))

    def copy(self):
        self.compare('500 MB of COPY', 'copy', 500, memory=True, peers=False)

    def inserts(self):
        self.compare('200 MB of INSERT', 'inserts', 200, memory=True, peers=False)

    def far(self):
        """Ten migrations through a proxy that is 50 ms away."""
        folder = self.project('small', 10)
        counted = os.path.join(WORK, 'flights')
        url = urllib.parse.urlsplit(self.options.url)
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        proxy = subprocess.Popen([sys.executable, os.path.join(HERE, 'far.py'), str(port),
                                  '%s:%d' % (url.hostname, url.port or 5432), '50', counted], stdout=subprocess.PIPE)
        proxy.stdout.readline()
        try:
            for what, prepare in (('10 migrations, 50 ms away', self.fresh), ('nothing to do, 50 ms away', lambda name: None)):
                taken, flights = [], []
                for _ in range(self.options.runs):
                    prepare('bench_ours')
                    open(counted, 'w').close()
                    taken.append(self.migrate(folder, 'apply', port=port)[0])
                    while os.path.getsize(counted) == 0:
                        time.sleep(0.01)
                    with open(counted) as lines:
                        flights.append(sum(json.loads(line)['flights'] for line in lines))
                self.row(what, 'migrate', '%.2f s' % statistics.median(taken), '', '%d flights' % max(flights))
        finally:
            proxy.terminate()
            proxy.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--url', required=True)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--psql')
    parser.add_argument('--dbmate')
    parser.add_argument('--flyway')
    parser.add_argument('part', nargs='*', default=[])
    options = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    bench = Bench(options)
    subprocess.run([MIGRATE, '--version'], check=True, stdout=subprocess.DEVNULL)  # builds, where that is due
    print('| what | who | median | of psql | |\n|---|---|---|---|---|')
    for part in options.part or ('start', 'small', 'far', 'copy', 'inserts', 'scale'):
        getattr(bench, part)()


if __name__ == '__main__':
    main()
