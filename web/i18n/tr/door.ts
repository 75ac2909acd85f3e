import type { Translation } from "../catalogue.ts";

export const entries: Translation<"tr", "door"> = {
  "door.banned": "Bu hesap, topluluğu yönetenler tarafından yasaklandı. Burada artık kullanılamaz.",
  "door.invited": "Davetlisiniz. İçeri girmek için hesap oluşturun.",
  "door.inviteOnly": "Buraya davetle kaydolunur. Topluluğu yönetenlerden birinden davet isteyin.",
  "door.invite": "Davet kodu",
  "door.invite.hint": "Size verilen bağlantının “invite=” sonrasındaki bölümü ya da bağlantının tamamı.",
  "door.error.invite": "Bu davet geçerli değil: kullanılmış, süresi dolmuş ya da yanlış yazılmış.",
  "door.error.noInvite": "Davet olmadan buraya kaydolunamaz.",
  "door.forgot": "Parolanızı mı unuttunuz? Yenisini belirlemek için bir yöneticiden bağlantı isteyin.",

  "reset.title": "Yeni parola belirleyin",
  "reset.body": "Açtığınız bağlantı yalnızca bir kez geçerlidir. Giriş yaptığınız bütün cihazlardan çıkış yapılır.",
  "reset.password": "Yeni parola",
  "reset.save": "Parolayı belirle",
  "reset.done.title": "Parolanız belirlendi",
  "reset.done.body": "Onunla giriş yapın. Diğer her yerden çıkış yapıldı.",
  "reset.gone.title": "Bu bağlantı artık geçerli değil",
  "reset.gone.body":
    "Kullanılmış, yenisiyle değiştirilmiş ya da bir günden eski. Bir yöneticiden yeni bir bağlantı isteyin.",
};
