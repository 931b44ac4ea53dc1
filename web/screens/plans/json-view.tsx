import { Textarea } from '@mantine/core'
import { useState } from 'react'
import classes from './builder.module.css'
import type { Document } from './document.ts'

/** The plan as the JSON that is stored and sent. What cannot be read yet stays here, and the form waits. */
export function JsonView({ document, unread, onRead, onUnread }: { document: Document; unread: string | null; onRead: (document: Document) => void; onUnread: (text: string) => void }) {
  const [text, setText] = useState(() => unread ?? JSON.stringify(document, null, 2))
  const [problem, setProblem] = useState(() => (unread === null ? undefined : problemOf(unread)))
  const change = (next: string) => {
    setText(next)
    const wrong = problemOf(next)
    setProblem(wrong)
    if (wrong) onUnread(next)
    else onRead(JSON.parse(next) as Document)
  }
  return (
    <Textarea
      className={classes.json} label="The plan as JSON" description="The form writes the same; the shape is PlanDocument in the API’s document, and what `alongside plan schema` prints." minRows={16} maxRows={40} spellCheck={false} mb="md"
      name="json" value={text} error={problem} onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function problemOf(text: string): string | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? undefined : 'A plan is an object, in braces.'
  } catch (error) {
    return `This is no JSON yet: ${error instanceof Error ? error.message : 'it cannot be read'}.`
  }
}
