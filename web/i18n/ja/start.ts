import type { Translation } from "../catalogue.ts";

/*
 * Words that mean the same thing everywhere: message = メッセージ, conversation = トーク, group = グループ, member = メンバー,
 * moderator = モデレーター, owner = オーナー, mention = メンション, pin = ピン留め, unread = 未読, reply = 返信,
 * reaction = リアクション, username = ユーザー名, display name = 表示名, log in = ログイン, log out = ログアウト,
 * invite link = 招待リンク, to revoke one = 取り消す, composer = 入力欄, mute = ミュート,
 * here (of people) = オンライン, to write in a room = 投稿. Sentences end in です and ます, buttons are nouns or plain verbs.
 *
 * No spaces, not even around Latin words and numbers. Colons are full-width (：), but for those of an operator of the
 * search (from:); a range has ～; counts have Arabic digits (1回), but for 二人 of a direct conversation.
 *
 * A name that is filled in is followed by さん where it is a person's; but neither that of a message's author nor one in
 * reports and the audit log: there it may be 削除されたユーザー.
 */
export const entries: Translation<"ja", "start"> = {
  "app.name": "Confab",
  "app.skip": "本文へ移動",
  "app.title": "{page} · Confab",
  "app.loading": "読み込み中…",
  "app.tryAgain": "再試行",
  "app.back": "戻る",
  "app.close": "閉じる",
  "app.language": "言語",
  "app.unreachable.title": "Confabにつながりません",
  "app.unreachable.body": "サーバーが応答しません。接続を確認してください。書いたものは失われていません。",
  "app.broken.title": "このページで問題が起きました",
  "app.broken.body": "こちらの不具合です。メッセージは無事です。",
  "app.broken.message": "このメッセージは表示できません。",

  "error.bad_request": "サーバーが受け付けませんでした。",
  "error.unauthenticated": "ログアウトされています。",
  "error.forbidden": "この操作をする権限がありません。",
  "error.blocked": "この人にはメッセージを送れません。",
  "error.not_found": "存在しないか、表示する権限がありません。",
  "error.method_not_allowed": "サーバーはこの操作に対応していません。",
  "error.conflict": "すでに使われています。",
  "error.too_large": "大きすぎます。",
  "error.unsupported_media_type": "サーバーはこの種類のデータに対応していません。",
  "error.rate_limited": "操作が多すぎます。少し待ってからもう一度お試しください。",
  "error.internal": "サーバーで問題が起きました。少し待ってからもう一度お試しください。",
  "error.unavailable": "サーバーが混み合っています。少し待ってからもう一度お試しください。",
  "error.unreachable": "サーバーが応答しません。接続を確認してください。",
  "error.expired": "丸1日応答がありませんでした。届いている可能性があります。",

  "notFound.home": "トーク一覧へ",
};
