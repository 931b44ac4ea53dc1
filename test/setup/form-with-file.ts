/** A form as a browser sends it when a file is chosen. */
export async function formWithFile(fields: Record<string, string>, file?: { field: string; name: string; content: string | Uint8Array<ArrayBuffer>; type?: string }): Promise<{ payload: Buffer; headers: { 'content-type': string } }> {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  if (file) form.append(file.field, new Blob([file.content], { type: file.type ?? 'text/csv' }), file.name)
  const sent = new Response(form)
  return { payload: Buffer.from(await sent.arrayBuffer()), headers: { 'content-type': sent.headers.get('content-type')! } }
}
