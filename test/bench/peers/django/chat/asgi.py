"""What daphne serves. The one table is made when it starts: its folder is a new one each time."""
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chat.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter
from django.db import connection
from django.db.backends.signals import connection_created
from django.urls import path

from .consumers import Chat
from .models import Message


def as_for_a_chat(connection, **_):
    """A commit waits for no disk, and readers for no writer."""
    with connection.cursor() as cursor:
        cursor.execute("pragma journal_mode = wal")
        cursor.execute("pragma synchronous = normal")


connection_created.connect(as_for_a_chat)
with connection.schema_editor() as editor:
    editor.create_model(Message)
connection.close()

application = ProtocolTypeRouter({"http": http, "websocket": URLRouter([path("ws", Chat.as_asgi())])})
