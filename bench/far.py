#!/usr/bin/env python3
"""A TCP proxy that makes a server seem far away, and counts the flights of each connection.

    far.py PORT HOST:PORT ROUND_TRIP_MS STATISTICS

Every byte comes half a round trip later than it was sent, in each direction; opening a connection takes one round trip
as well. For each connection that ends, a line of JSON goes to STATISTICS: a flight is what a client sends after it has
been given something, however much that is.
"""
import asyncio
import json
import sys
import time


async def carry(reader, writer, delay, seen, given):
    """Copies, each piece `delay` seconds after it came."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue()

    async def read():
        while True:
            try:
                data = await reader.read(1 << 18)
            except OSError:
                data = b''
            if data:
                seen()
            await queue.put((loop.time() + delay, data))
            if not data:
                return

    reading = asyncio.ensure_future(read())
    try:
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not data:
                writer.write_eof()
                return
            given()
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        reading.cancel()


async def main(port, server, round_trip, statistics):
    half = float(round_trip) / 2000
    host, server_port = server.rsplit(':', 1)

    async def connected(client_reader, client_writer):
        began, flights, may_begin = time.monotonic(), 0, True

        def sent():
            nonlocal flights, may_begin
            flights += may_begin
            may_begin = False

        def answered():
            nonlocal may_begin
            may_begin = True

        server_reader, server_writer = await asyncio.open_connection(host, int(server_port))
        await asyncio.sleep(2 * half)
        up = asyncio.ensure_future(carry(client_reader, server_writer, half, sent, lambda: None))
        down = asyncio.ensure_future(carry(server_reader, client_writer, half, lambda: None, answered))
        await asyncio.wait([up, down])
        for writer in (client_writer, server_writer):
            writer.close()
        with open(statistics, 'a') as file:
            file.write(json.dumps({'flights': flights, 'seconds': round(time.monotonic() - began, 3)}) + '\n')

    async with await asyncio.start_server(connected, '127.0.0.1', int(port)) as proxy:
        print('ready', flush=True)
        await proxy.serve_forever()


if __name__ == '__main__':
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    asyncio.run(main(*sys.argv[1:]))
