import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ru", "settings"> = {
  "settings.title": "Настройки",
  "settings.body": "Внешний вид, уведомления и то, что о вас видят другие.",
  "settings.contrast": "Больше контраста",
  "settings.contrast.hint": "Чёткие линии и более тёмный мелкий текст. Если этого требует система, включено и так.",

  "settings.notices": "Уведомления",
  "settings.notices.body":
    "На этом устройстве. О чём сообщает чат, задаётся в его подробностях; из общего чата приходят только упоминания.",
  "settings.notices.system": "Показывать уведомления",
  "settings.notices.denied": "Браузер блокирует уведомления этой страницы. Сначала разрешите их в настройках браузера.",
  "settings.notices.unsupported": "Этот браузер не поддерживает уведомления на этой странице.",
  "settings.notices.sound": "Воспроизводить звук",
  "settings.notices.text": "Показывать текст сообщения",
  "settings.notices.text.hint": "Если выключено, уведомление сообщает только, кто написал.",

  "settings.privacy": "Приватность",
  "settings.privacy.body": "То, что выключено, никому не отправляется ни с одного вашего устройства.",
  "settings.privacy.receipts": "Показывать другим, что мной прочитано",
  "settings.privacy.receipts.hint": "Если выключено, вы тоже не видите этого у других.",
  "settings.privacy.typing": "Показывать другим, что я печатаю",
  "settings.privacy.presence": "Показывать другим, что я здесь",
  "settings.saved": "Сохранено.",
};
