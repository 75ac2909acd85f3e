from django.db import models


class Message(models.Model):
    sender = models.CharField(max_length=32)
    body = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        app_label = "chat"
