import type { Translation } from "../catalogue.ts";

export const entries: Translation<"tr", "account"> = {
  "account.title": "Hesap ve güvenlik",

  "account.devices": "Açık oturumlarınız",
  "account.devices.body": "Tanımadığınız bir oturum varsa kapatın ve parolanızı değiştirin.",
  "account.devices.failed": "Liste yüklenemedi.",
  "account.device": "{browser}, {system}",
  "account.device.unknown": "Bilinmeyen cihaz",
  "account.device.here": "Bu cihaz, {date} tarihinden beri",
  "account.device.lastSeen": "Son kullanım: {date}",
  "account.device.end": "Oturumu kapat",
  "account.device.endOf": "Oturumu kapat: {device}, {date} tarihinden beri",
  "account.device.ended": "Oturum kapatıldı: {device}.",
  "account.devices.endOthers": "Diğer tüm oturumları kapat",
  "account.devices.othersEnded": "Diğer tüm oturumlar kapatıldı.",
  "account.devices.alone": "Başka açık oturumunuz yok.",

  "account.password": "Parola değiştir",
  "account.password.body": "Diğer tüm oturumlarınız kapanır.",
  "account.password.current": "Şimdiki parola",
  "account.password.new": "Yeni parola",
  "account.password.save": "Parolayı değiştir",
  "account.password.saved": "Parola değiştirildi. Diğer tüm oturumlarınız kapandı.",
  "account.password.wrong": "Bu sizin parolanız değil.",

  "account.data": "Verileriniz",
  "account.data.body":
    "Hesabınız, sohbetleriniz ve yazdığınız her şey tek bir dosyada; her satırda bir kayıt (JSON Lines).",
  "account.data.download": "Verilerimi indir",
  "account.data.coming": "Bu sırada devam edebilirsiniz. Hepsi gelene kadar bu pencereyi açık tutun.",
  "account.data.stop": "Durdur",
  "account.data.done": "Hepsi indirilenlerinizde.",
  "account.data.count": "{size}: {parts}",
  "account.data.messages": { one: "# mesaj", other: "# mesaj" },
  "account.data.reactions": { one: "# tepki", other: "# tepki" },
  "account.data.others": { one: "# başka satır", other: "# başka satır" },

  "account.delete": "Hesabı sil",
  "account.delete.body":
    "Her yerde oturumunuz kapanır ve artık kimse sizi bulamaz. Yazdıklarınız adınız olmadan kalır. Kullanıcı adınız bir daha kimseye verilmez. Bu geri alınamaz.",
  "account.delete.start": "Hesabımı sil",
  "account.delete.confirm": "Kalıcı olarak sil",
  "account.delete.keep": "Hesabım kalsın",
};
