"""Pages of history, and what fills it."""
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.urls import path

from .models import Message

FILL = """with recursive n(n) as (select 1 union all select n + 1 from n where n < %s)
insert into chat_message (sender, body, at)
select 'p' || (n %% 50), 'message number ' || n || ' of the history, about as long as others', n from n"""


def history(request):
    before = int(request.GET["before"])
    page = Message.objects.filter(id__lt=before).order_by("-id").values("id", "sender", "body", "at")[:50]
    return JsonResponse({"messages": list(page)[::-1]})


def fill(request):
    with connection.cursor() as cursor:
        cursor.execute(FILL, [int(request.GET["count"])])
    return HttpResponse("filled")


urlpatterns = [path("history", history), path("fill", fill)]
