import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ja", "door"> = {
  "door.banned": "このアカウントはコミュニティの管理者により追放されました。ここではもう使えません。",
  "door.invited": "招待されています。アカウントを作成して参加してください。",
  "door.inviteOnly": "ここでの登録には招待が必要です。コミュニティの管理者に招待を頼んでください。",
  "door.invite": "招待コード",
  "door.invite.hint": "受け取ったリンクの「invite=」より後ろの部分、またはリンク全体です。",
  "door.error.invite": "この招待は無効です。使用済みか、期限切れか、入力の誤りです。",
  "door.error.noInvite": "招待がないとここでは登録できません。",
  "door.forgot": "パスワードを忘れた場合は、管理者に再設定用のリンクを頼んでください。",

  "reset.title": "新しいパスワードの設定",
  "reset.body": "開いたリンクは1回だけ使えます。ログイン中のすべての端末からログアウトされます。",
  "reset.password": "新しいパスワード",
  "reset.save": "パスワードを設定",
  "reset.done.title": "パスワードを設定しました",
  "reset.done.body": "新しいパスワードでログインしてください。ほかの端末からはログアウトされました。",
  "reset.gone.title": "このリンクは無効です",
  "reset.gone.body":
    "使用済みか、新しいリンクに置き換えられたか、1日以上たっています。管理者に新しいリンクを頼んでください。",
};
