# A member's client that is not ours, matrix-nio with vodozemac: member.py URL USER PASSWORD ROOM STORE.
#
# It joins ROOM, then reads one JSON event a line on stdin ({"type", "content"}) and sends it; on stdout it says, one
# JSON object a line, that it is ready, what it sent, and every event of the room with whether it could be read.
import asyncio
import json
import os
import sys

from nio import AsyncClient, AsyncClientConfig, Event, MegolmEvent


def say(**words):
    print(json.dumps(words), flush=True)


def tell(room, event):
    kept = {key: event.source.get(key) for key in ("type", "content", "sender", "event_id")}
    say(seen={"readable": not isinstance(event, MegolmEvent), **kept})


async def main(url, user, password, room, store):
    os.makedirs(store, exist_ok=True)
    config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = AsyncClient(url, user, store_path=store, config=config)
    await client.login(password)
    client.add_event_callback(lambda where, event: tell(where, event) if where.room_id == room else None, Event)
    await client.sync(timeout=0, full_state=True)
    await client.join(room)
    forever = asyncio.create_task(client.sync_forever(timeout=1000, full_state=True))
    await client.synced.wait()
    while room not in client.rooms or not client.rooms[room].users:
        await asyncio.sleep(0.02)
    if client.should_query_keys:
        await client.keys_query()
    say(ready={"device": client.device_id, "encrypted": client.rooms[room].encrypted})
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        event = json.loads(line)
        answer = await client.room_send(room, event["type"], event["content"], ignore_unverified_devices=True)
        say(sent={"event_id": getattr(answer, "event_id", None), "error": getattr(answer, "message", None)})
    forever.cancel()
    await client.close()


asyncio.run(main(*sys.argv[1:]))
