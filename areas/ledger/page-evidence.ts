import { showId } from '../../kernel/ids.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import { sayBytes, type SentDocument } from '../../platform/files/index.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { evidenceRules, mostFileBytes, mostFiles } from './dispute-rules.ts'

const accepted = '.pdf,.csv,.tsv,.txt,.eml,.msg,.xml,image/*,application/pdf,text/csv,text/plain,message/rfc822'

/** The field for files; what was chosen is not kept by a browser, so a form that comes back asks for it again. */
export function fileField(error: string | undefined, isAgain: boolean, room = mostFiles): Html {
  const most = `${room === 1 ? 'One file' : `Up to ${room} files`} of ${sayBytes(mostFileBytes)}: ${evidenceRules.said}.`
  return html`<label for="files">Files<small>${most} ${isAgain && !error && 'Choose them once more.'}</small></label><input type="file" id="files" name="files"${room > 1 ? html` multiple` : html``} accept="${accepted}"${error ? html` aria-invalid="true" aria-describedby="files-e"` : html``}>${error && html`<p class="e" id="files-e">${error}</p>`}`
}

type Evidence = { base: string; commissionId: string; files: SentDocument[]; timeZone: string; canAdd: boolean; error: string | undefined }

/** What was sent with a dispute, and while it can be looked at, the form for more. */
export function evidenceView({ base, commissionId, files, timeZone, canAdd, error }: Evidence): Html {
  const known = files.length > 0 && html`<p class="m s">Files</p><ul class="l">${files.map((file) => html`<li><div class="r"><a href="${base}/evidence/${showId('file', file.fileId)}" dir="auto" style="overflow-wrap:anywhere">${file.name}</a><span class="m s">${sayBytes(file.size)}</span></div><div class="m s">Sent ${sayDate(dayOf(file.sentAt, timeZone))}</div></li>`)}</ul>`
  const more = canAdd && html`<details style="margin:.6rem 0 1rem"${error ? html` open` : html``}><summary>${files.length > 0 ? 'Add another file' : 'Add a file that shows it'}</summary><form method="post" action="${base}/earnings/${commissionId}/evidence" enctype="multipart/form-data" novalidate>${fileField(error, false, mostFiles - files.length)}<button class="go">Send files</button></form></details>`
  return html`${known}${more}${!canAdd && error && html`<p class="e" role="alert">${error}</p>`}`
}
