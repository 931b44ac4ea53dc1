// Texts that programs stumble over, ours: each family is written down as its members or as a rule that makes them.
const marks = ['\u0000', '\u0001', '\u0007', '\u0008', '\u000b', '\u001b[31mred', '\u007f', '\u0085', '\u00a0', '\u00ad', '\u061c', '\u180e', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202e', '\u2060', '\u2066', '\u2069', '\ufeff', '\ufff9', '\ufffd', '\ufffe', '\uffff', '\u{e0001}', '\u{e0041}', '\u{10ffff}', '\ud800', '\udc00', '\ud83d']
const words = [
  '', ' ', '\t', '\n', '\r\n', '.', '..', '...', '-', '--', '_', '/', '\\', '*', '?', '#', '%', '&', '+', '=', '@', '$', '^', '~', '`', '|', ';', ':', ',', '!', '\'', '"', '\'\'', '""', '<', '>', '[]', '{}', '()', '//', '/*', '*/', '\\\\', '\\0', '\\n', '\\x00', '\\u0000', '%00', '%0a', '%20', '%2e%2e%2f', '&nbsp;', '&lt;', '&#0;',
  'undefined', 'null', 'NULL', 'nil', 'None', 'NaN', 'Infinity', '-Infinity', 'true', 'false', 'True', '[object Object]', 'constructor', 'prototype', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'then', 'this', 'new', 'eval', 'CON', 'PRN', 'AUX', 'NUL', 'COM1', 'LPT1',
  '0', '-0', '+0', '00', '1', '-1', '1.0', '1,0', '1e3', '1E-3', '0x10', '0b1', '0o7', '1/0', '0/0', '1_000', '1 000', '1.000.000,00', '9007199254740993', '-9223372036854775809', '18446744073709551616', '1e309', '٣٤٥', '१२३', '½', 'Ⅷ', '²', '①', '１２３',
  '2026-02-30', '0000-00-00', '9999-12-31', '1970-01-01T00:00:00Z', '24:00', '31/31/31', 'today', 'yesterday', 'Europe/Atlantis', 'UTC+99',
]
const attacks = [
  "' or '1'='1", "'; drop table referral; --", '1; select pg_sleep(10)', "\\'; select 1 --", '" or ""="', "') or ('1'='1", "admin'--", "$$; select 1; $$", "%' and 1=0 union select null --", "E'\\\\x00'", '$1', ':id', '?', '{{7*7}}', '${7*7}', '#{7*7}', '<%= 7*7 %>', '{%raw%}', '[[7*7]]', '%s%s%s%n', '%x%x%x', '%p',
  '<script>alert(1)</script>', '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", '<svg/onload=alert(1)>', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', '<a href="javascript:alert(1)">x</a>', '</title><script>alert(1)</script>', '</textarea><script>alert(1)</script>', '<!--', '-->', '<![CDATA[x]]>', '<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>', '&y;',
  '" autofocus onfocus="alert(1)', "' style='x:expression(alert(1))", '<style>*{display:none}</style>', '<base href="//evil.example">', '<iframe src="//evil.example">', '<form action="//evil.example">', '<meta http-equiv="refresh" content="0;url=//evil.example">', '{"a":1}', '["a"]', '"a"', '{"$gt":""}', '{"__proto__":{"x":1}}', '../../../../etc/passwd', '..\\..\\windows\\win.ini', 'file:///etc/passwd', 'http://169.254.169.254/latest/meta-data', 'http://localhost:5432', '//evil.example', '\\\\evil\\share',
  '; ls -la', '| cat /etc/passwd', '`id`', '$(id)', '& ping -c 1 localhost', '\r\nBcc: all@evil.example', '\nSet-Cookie: a=b', '%0d%0aLocation: //evil.example', '=1+1', '+1+1', '-1+1', '@sum(1)', "=cmd|' /C calc'!A0", '=HYPERLINK("//evil.example")', '\t=1+1', '(&(uid=*))', '*)(uid=*', 'or 1=1#', '^(a+)+$', '(((((((((a', '[', '\\', '(?<x>', 'a{1000000000}',
]
const tongues = [
  'Åsa Öberg', 'Łukasz Żółć', 'Nguyễn Thị Minh Khai', 'José Ñandú', 'Ærøskøbing', 'Straße', 'STRASSE', 'ﬁnance', 'İstanbul', 'ıIiİ', 'ǅ', 'ß', 'ẞ', 'Σίσυφος', 'Владимир', 'ЄІЇҐ', 'שלום עולם', 'مرحبا بالعالم', 'سلام‌علیکم', 'अनुच्छेद', 'தமிழ்', 'ภาษาไทย', '日本語テスト', '株式会社テスト', '株式會社', '北京有限公司', '한국어', '조선글', 'ქართული', 'Հայերեն', 'አማርኛ', 'ᚠᛇᚻ', '𝓗𝓮𝓵𝓵𝓸', '𝔄𝔅ℭ', 'Ｆｕｌｌｗｉｄｔｈ', 'ʇxǝʇ', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘', 'e\u0301', '\u00e9', 'A\u030a', '\u212b', '가', '\u1100\u1161',
]
const pictures = ['😀', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪🇫🇷', '👍🏽', '1️⃣', '❤️', '☃', '𠜎𠜱', '🧑🏿‍💻', '🫠', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '©®™', '→←↑↓', '¯\\_(ツ)_/¯', '(╯°□°）╯︵ ┻━┻', '░▒▓█', '½⅓⅔', '€£¥₿₹', '…–—‐‑', '„“”‚‘’«»']
const domains = [
  'http://', 'https://a', 'a.b', 'localhost', '127.0.0.1', '[::1]', '1.2.3.4.5', 'example.com.', '.example.com', 'example..com', '-a.com', 'a-.com', 'a_b.com', 'xn--', 'xn--zz', 'münchen.de', 'xn--mnchen-3ya.de', 'раураl.com', 'gооgle.com', 'pаypal.com', 'meridiаn-foods.com', '例え.jp', 'a@b', 'a@b.c', '@b.com', 'a@', 'a@@b.com', 'a b@c.com', '"a b"@c.com', 'a@b.com, c@d.com', '<a@b.com>', 'Ana <ana@b.com>', 'ana@gmail.com', 'ana@mailinator.com', 'ANA@WEB.DE', 'gmail.com', 'user@[127.0.0.1]', 'a'.repeat(64) + '@example.com', `a@${'b'.repeat(63)}.com`, `a@${'b.'.repeat(130)}com`, 'github.io', 'foo.github.io', 'co.uk', 'https://user:pass@example.com:8080/path?x=1#y', 'ftp://example.com', 'data:text/html,x', 'GmbH', 'Co. KG', 'S.A.', '& Co', 'The', 'AG', '1&1', '3M', 'C&A', 'A', '7-Eleven', 'O\'Reilly & Söhne, GmbH & Co. KG', 'X'.repeat(300), 'wörld '.repeat(80),
]

/** Each once, also in the middle of other words. */
export const naughtyStrings: string[] = [...new Set([
  ...words, ...attacks, ...tongues, ...pictures, ...domains, ...marks, ...marks.map((mark) => `Meri${mark}dian Foods`), ...marks.map((mark) => `${mark}Meridian`), ...pictures.map((picture) => `Meridian ${picture} Foods`),
  ...attacks.map((attack) => `Meridian ${attack}`), ...tongues.map((tongue) => `${tongue} GmbH`),
])]
