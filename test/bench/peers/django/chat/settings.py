"""Told by the environment: FOLDER for the data, REDIS for the address of the broker, LAYER for how sockets hear of each other."""
import os

# It is reached from this machine alone and signs nothing.
SECRET_KEY = "for a server on loopback that nobody signs in to"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = ["channels", "chat"]
MIDDLEWARE = []
ROOT_URLCONF = "chat.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.path.join(os.environ["FOLDER"], "chat.sqlite"),
        # Opened once, not for each message.
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20},
    }
}

LAYERS = {
    "core": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        # The capacity of a channel is 100 unless told: what comes on top of that would be dropped without a word.
        "CONFIG": {"hosts": [os.environ["REDIS"]], "capacity": 1_000_000},
    },
    "pubsub": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [os.environ["REDIS"]]},
    },
}
CHANNEL_LAYERS = {"default": LAYERS[os.environ["LAYER"]]}
