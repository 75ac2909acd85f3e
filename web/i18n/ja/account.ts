import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ja", "account"> = {
  "account.title": "アカウントとセキュリティ",

  "account.devices": "ログイン中の端末",
  "account.devices.body": "心当たりのない端末があれば、ログアウトさせてパスワードを変更してください。",
  "account.devices.failed": "一覧を読み込めませんでした。",
  "account.device": "{system}の{browser}",
  "account.device.unknown": "不明な端末",
  "account.device.here": "この端末、{date}から",
  "account.device.lastSeen": "最終利用：{date}",
  "account.device.end": "ログアウト",
  "account.device.endOf": "{date}からの{device}をログアウト",
  "account.device.ended": "{device}をログアウトしました。",
  "account.devices.endOthers": "ほかのすべての端末をログアウト",
  "account.devices.othersEnded": "ほかのすべての端末をログアウトしました。",
  "account.devices.alone": "ほかにログイン中の端末はありません。",

  "account.password": "パスワードの変更",
  "account.password.body": "ほかの端末ではすべてログアウトします。",
  "account.password.current": "現在のパスワード",
  "account.password.new": "新しいパスワード",
  "account.password.save": "パスワードを変更",
  "account.password.saved": "パスワードを変更しました。ほかの端末ではすべてログアウトしました。",
  "account.password.wrong": "パスワードが違います。",

  "account.data": "あなたのデータ",
  "account.data.body": "アカウント、トーク、書いたものすべてを、1行に1件ずつ収めた1つのファイルです（JSON Lines）。",
  "account.data.download": "データをダウンロード",
  "account.data.coming": "その間も続けて使えます。すべて届くまで、このウィンドウを開いたままにしてください。",
  "account.data.stop": "中止",
  "account.data.done": "すべてダウンロードに保存されました。",
  "account.data.count": "{size}：{parts}",
  "account.data.messages": { other: "メッセージ#件" },
  "account.data.reactions": { other: "リアクション#件" },
  "account.data.others": { other: "その他#件" },

  "account.delete": "アカウントの削除",
  "account.delete.body":
    "すべての端末でログアウトし、誰もあなたを見つけられなくなります。書いたものは名前なしで残ります。ユーザー名がほかの人に渡ることはありません。取り消しはできません。",
  "account.delete.start": "アカウントを削除",
  "account.delete.confirm": "完全に削除",
  "account.delete.keep": "アカウントを残す",
};
