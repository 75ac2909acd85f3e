import type { Translation } from "../catalogue.ts";

/*
 * Words that mean the same thing everywhere: message = сообщение, conversation = чат, group = группа, member = участник,
 * moderator = модератор, owner = владелец, mention = упоминание, pin = закрепить, unread = непрочитанное,
 * reply = ответ, reaction = реакция, username = имя пользователя, display name = отображаемое имя, log in = войти,
 * log out = выйти, session = сеанс, invite link = ссылка-приглашение, composer = поле ввода, mute = без звука.
 * The reader is «вы», without a capital.
 *
 * A name that is filled in is never declined, and whoever did something may be of any gender: no past tense for people.
 * Where a case is needed, «пользователь» before the name takes it; «участник» is only who is in a group.
 */
export const entries: Translation<"ru", "start"> = {
  "app.name": "Confab",
  "app.skip": "Перейти к содержанию",
  "app.title": "{page} · Confab",
  "app.loading": "Загрузка…",
  "app.tryAgain": "Повторить",
  "app.back": "Назад",
  "app.close": "Закрыть",
  "app.language": "Язык",
  "app.unreachable.title": "Confab недоступен",
  "app.unreachable.body": "Сервер не отвечает. Проверьте подключение; всё, что вы написали, сохранено.",
  "app.broken.title": "На этой странице что-то сломалось",
  "app.broken.body": "Это наша ошибка. С вашими сообщениями всё в порядке.",
  "app.broken.message": "Это сообщение не удаётся показать.",

  "error.bad_request": "Сервер этого не принял.",
  "error.unauthenticated": "Вы больше не авторизованы.",
  "error.forbidden": "У вас нет на это прав.",
  "error.blocked": "Вы не можете писать этому человеку.",
  "error.not_found": "Этого здесь нет, или у вас нет доступа.",
  "error.method_not_allowed": "Сервер такого не делает.",
  "error.conflict": "Это уже занято.",
  "error.too_large": "Слишком большой размер.",
  "error.unsupported_media_type": "Сервер не принимает данные такого вида.",
  "error.rate_limited": "Слишком много действий сразу. Подождите немного и попробуйте ещё раз.",
  "error.internal": "На сервере произошла ошибка. Попробуйте чуть позже.",
  "error.unavailable": "Сервер сейчас занят. Попробуйте чуть позже.",
  "error.unreachable": "Сервер не отвечает. Проверьте подключение.",
  "error.expired": "Целые сутки не было ответа: возможно, оно дошло.",

  "notFound.home": "К вашим чатам",
};
