import type { Translation } from "../catalogue.ts";

/*
 * Words that mean the same thing everywhere: message = mesaj, conversation = sohbet, group = grup, member = üye,
 * moderator = moderatör, owner = sahip, mention = bahsetme, pin = sabitleme, unread = okunmamış, reply = yanıt,
 * reaction = tepki, username = kullanıcı adı, display name = görünen ad, log in = giriş yapmak, log out = çıkış yapmak,
 * invite link = davet bağlantısı, composer = mesaj kutusu, mute = sessize almak. The reader is “siz”.
 *
 * Nothing is ever glued to what is filled in: a suffix would have to follow its last vowel. A noun takes the suffix
 * instead: “{name} grubundan”. Whoever wrote something may be gone, and is named “Silinmiş kullanıcı”: that stands
 * behind a colon, and not in “{name} adlı kişi”.
 */
export const entries: Translation<"tr", "start"> = {
  "app.name": "Confab",
  "app.skip": "İçeriğe geç",
  "app.title": "{page} · Confab",
  "app.loading": "Yükleniyor…",
  "app.tryAgain": "Tekrar dene",
  "app.back": "Geri",
  "app.close": "Kapat",
  "app.language": "Dil",
  "app.unreachable.title": "Confab’a ulaşılamıyor",
  "app.unreachable.body": "Sunucu yanıt vermiyor. Bağlantınızı kontrol edin; yazdığınız hiçbir şey kaybolmadı.",
  "app.broken.title": "Bu sayfada bir şey bozuldu",
  "app.broken.body": "Hata bizde. Mesajlarınız güvende.",
  "app.broken.message": "Bu mesaj gösterilemiyor.",

  "error.bad_request": "Sunucu bunu kabul etmedi.",
  "error.unauthenticated": "Oturumunuz artık açık değil.",
  "error.forbidden": "Bunu yapma izniniz yok.",
  "error.blocked": "Bu kişiye yazamazsınız.",
  "error.not_found": "Böyle bir şey yok ya da size açık değil.",
  "error.method_not_allowed": "Sunucu bu işlemi yapmıyor.",
  "error.conflict": "Bu zaten alınmış.",
  "error.too_large": "Bu çok büyük.",
  "error.unsupported_media_type": "Sunucu bu tür verileri kabul etmiyor.",
  "error.rate_limited": "Kısa sürede çok fazla işlem yaptınız. Biraz bekleyip tekrar deneyin.",
  "error.internal": "Sunucuda bir sorun oluştu. Birazdan tekrar deneyin.",
  "error.unavailable": "Sunucu şu anda yoğun. Birazdan tekrar deneyin.",
  "error.unreachable": "Sunucu yanıt vermiyor. Bağlantınızı kontrol edin.",
  "error.expired": "Bütün gün yanıt gelmedi: ulaşmış olabilir.",

  "notFound.home": "Sohbetlerime dön",
};
