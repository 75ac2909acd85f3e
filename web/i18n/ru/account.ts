import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ru", "account"> = {
  "account.title": "Аккаунт и безопасность",

  "account.devices": "Ваши сеансы",
  "account.devices.body": "Если вы не узнаёте какой-то сеанс, завершите его и смените пароль.",
  "account.devices.failed": "Список не загрузился.",
  "account.device": "{browser}, {system}",
  "account.device.unknown": "Неизвестное устройство",
  "account.device.here": "Это устройство, с {date}",
  "account.device.lastSeen": "Последний раз: {date}",
  "account.device.end": "Завершить",
  "account.device.endOf": "Завершить сеанс: {device}, с {date}",
  "account.device.ended": "Сеанс завершён: {device}.",
  "account.devices.endOthers": "Завершить все остальные сеансы",
  "account.devices.othersEnded": "Все остальные сеансы завершены.",
  "account.devices.alone": "Других сеансов нет.",

  "account.password": "Смена пароля",
  "account.password.body": "Все остальные сеансы завершатся.",
  "account.password.current": "Текущий пароль",
  "account.password.new": "Новый пароль",
  "account.password.save": "Сменить пароль",
  "account.password.saved": "Пароль изменён. Все остальные сеансы завершены.",
  "account.password.wrong": "Это не ваш пароль.",

  "account.data": "Ваши данные",
  "account.data.body":
    "Один файл с вашим аккаунтом, чатами и всем, что вы написали: по одной записи в строке (JSON Lines).",
  "account.data.download": "Скачать мои данные",
  "account.data.coming": "Можно продолжать. Не закрывайте это окно, пока загрузка не закончится.",
  "account.data.stop": "Остановить",
  "account.data.done": "Всё уже в загрузках.",
  "account.data.count": "{size}: {parts}",
  "account.data.messages": { one: "# сообщение", few: "# сообщения", many: "# сообщений", other: "# сообщения" },
  "account.data.reactions": { one: "# реакция", few: "# реакции", many: "# реакций", other: "# реакции" },
  "account.data.others": {
    one: "# другая запись",
    few: "# другие записи",
    many: "# других записей",
    other: "# другой записи",
  },

  "account.delete": "Удаление аккаунта",
  "account.delete.body":
    "Все сеансы завершатся, и найти вас больше никто не сможет. То, что вы написали, останется без вашего имени. Ваше имя пользователя никому больше не достанется. Отменить это нельзя.",
  "account.delete.start": "Удалить мой аккаунт",
  "account.delete.confirm": "Удалить навсегда",
  "account.delete.keep": "Оставить аккаунт",
};
