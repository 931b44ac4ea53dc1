import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const lines = (text: string): ReadonlySet<string> => new Set(text.split('\n').filter(Boolean))
const file = (name: string): Buffer => readFileSync(new URL(`./data/${name}`, import.meta.url))
const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

const freeMail = once(() => lines(file('free-mail.txt').toString('utf8')))
const disposable = once(() => lines(gunzipSync(file('disposable-mail.txt.gz')).toString('utf8')))

/** Loads the lists now instead of with the first website that somebody types. */
export function loadDomainLists(): void {
  freeMail()
  disposable()
}

const orParent = (has: (name: string) => boolean, host: string): boolean => {
  for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) if (has(rest)) return true
  return false
}
export const isFreeMail = (host: string): boolean => orParent((name) => freeMail().has(name), host)
/** Also below: a throw-away provider hands out sub-domains. */
export const isDisposable = (host: string): boolean => orParent((name) => disposable().has(name), host)

/** Private suffixes under which companies register like under .com (sold by registries, not by hosters). */
export const registrySuffixes: ReadonlySet<string> = new Set(
  `ae.org br.com cn.com co.com co.ca co.cz co.nl co.no com.de com.se de.com eu.com eu.org gb.net gr.com hu.net in.net jp.net jpn.com mex.com
  ru.com sa.com se.net uk.com uk.net us.com us.org za.bz za.com biz.at info.at priv.at co.at or.at web.za`.split(/\s+/),
)

/** Services where many companies have a page; an address there says nothing about whose it is. */
export const sharedHosts: ReadonlySet<string> = new Set(
  `facebook.com fb.com fb.me instagram.com linkedin.com lnkd.in twitter.com x.com threads.net tiktok.com youtube.com youtu.be vimeo.com pinterest.com reddit.com
  xing.com vk.com ok.ru weibo.com wechat.com telegram.me t.me whatsapp.com wa.me discord.gg discord.com slack.com linktr.ee linkin.bio lnk.bio bio.link beacons.ai
  campsite.bio carrd.co about.me taplink.cc solo.to crunchbase.com pitchbook.com wikipedia.org wikidata.org glassdoor.com indeed.com kununu.com trustpilot.com g2.com
  capterra.com yelp.com tripadvisor.com google.com goo.gl bing.com apple.com app.link page.link onelink.me bit.ly tinyurl.com t.co ow.ly cutt.ly rebrand.ly medium.com
  substack.com wordpress.com blogspot.com blogger.com tumblr.com wix.com wixsite.com weebly.com squarespace.com webflow.io jimdo.com jimdofree.com godaddysites.com
  site123.me strikingly.com ueniweb.com business.site notion.so notion.site github.com github.io gitlab.com gitlab.io bitbucket.org sourceforge.net netlify.app
  vercel.app herokuapp.com pages.dev web.app firebaseapp.com azurewebsites.net cloudfront.net amazonaws.com myshopify.com shopify.com bigcartel.com etsy.com ebay.com
  amazon.com alibaba.com aliexpress.com gumroad.com patreon.com kickstarter.com indiegogo.com gofundme.com producthunt.com angel.co wellfound.com ycombinator.com
  f6s.com eventbrite.com meetup.com calendly.com typeform.com airtable.com hubspot.com mailchi.mp dropbox.com sharepoint.com docsend.com issuu.com slideshare.net
  scribd.com canva.com figma.com chrome.com spotify.com soundcloud.com steampowered.com itch.io`.split(/\s+/),
)
