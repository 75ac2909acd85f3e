"""A socket: what it sends is stored first and then told to everybody."""
import time
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from .models import Message

ROOM = "room"


class Chat(AsyncJsonWebsocketConsumer):
    async def connect(self):
        self.sender = parse_qs(self.scope["query_string"].decode())["name"][0]
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()
        await self.send_json({"type": "welcome"})

    async def disconnect(self, code):
        await self.channel_layer.group_discard(ROOM, self.channel_name)

    async def receive_json(self, content):
        at = int(time.time() * 1000)
        message = await database_sync_to_async(Message.objects.create)(sender=self.sender, body=content["body"], at=at)
        told = {"type": "message", "id": message.id, "sender": self.sender, "body": message.body, "at": at}
        await self.channel_layer.group_send(ROOM, {"type": "told", "message": told})

    async def told(self, event):
        await self.send_json(event["message"])
