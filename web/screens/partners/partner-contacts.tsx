import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { OpenModal } from '../../parts/open-modal.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { AddContact } from './dialogs/add-contact.tsx'
import type { Partner } from './queries.ts'

type Contact = Partner['contacts'][number]

/** The people at the partner. */
export function PartnerContacts({ partner }: { partner: Partner }) {
  const [adding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Contact | null>(null)
  const remove = useAct((contactId: string) => send(api.DELETE('/api/v1/partners/{id}/contacts/{contactId}', { params: { path: { id: partner.id, contactId } } })), { onDone: () => setLeaving(null) })
  const lastOne = { allowed: false, why: 'A partner keeps at least one contact. Add the new one first.' }
  return (
    <Section title="Contacts" action={<CanButton can={partner.can.change} onClick={() => setAdding(true)}>Add contact</CanButton>}>
      <ul className={classes.rows}>
        {partner.contacts.map((c) => (
          <li key={c.id}>
            <div>
              <p dir="auto">{c.name}{c.isPrimary && <span className={classes.quiet}>, first contact</span>}</p>
              <p className={classes.quiet}><Anchor href={`mailto:${c.email}`}>{c.email}</Anchor>{c.phone && `, ${c.phone}`}</p>
            </div>
            {partner.can.change.allowed && <CanButton can={partner.contacts.length > 1 ? partner.can.change : lastOne} variant="subtle" color="gray" onClick={() => setLeaving(c)} aria-label={`Remove ${c.name}`}>Remove</CanButton>}
          </li>
        ))}
      </ul>
      {adding && <AddContact partnerId={partner.id} onClose={() => setAdding(false)} />}
      {leaving && (
        <OpenModal onClose={() => setLeaving(null)} title={`Remove ${leaving.name}`}>
          <Stack gap="md">
            <Text size="sm">Their links end at once. What they introduced stays.</Text>
            <Group gap="xs">
              <Button variant="filled" color="red.9" loading={remove.busy} onClick={() => remove.run(leaving.id)}>Remove contact</Button>
              <Button variant="subtle" color="gray" onClick={() => setLeaving(null)}>Cancel</Button>
            </Group>
          </Stack>
        </OpenModal>
      )}
    </Section>
  )
}
