import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { OpenModal } from '../../parts/open-modal.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { State } from '../../parts/state.tsx'
import { When } from '../../parts/when.tsx'
import { MintLink } from './dialogs/mint-link.tsx'
import type { Partner } from './queries.ts'

type Link = Partner['links'][number]

/** The personal links: the whole way in for the partner's people, without an account. */
export function PartnerLinks({ partner }: { partner: Partner }) {
  const [minting, setMinting] = useState(false)
  const [ending, setEnding] = useState<Link | null>(null)
  const revoke = useAct((linkId: string) => send(api.DELETE('/api/v1/partners/{id}/links/{linkId}', { params: { path: { id: partner.id, linkId } } })), { done: 'The link does not work any more.', onDone: () => setEnding(null) })
  return (
    <Section title="Personal links" action={<CanButton can={partner.can.mintLink} onClick={() => setMinting(true)}>Make link</CanButton>}>
      {partner.links.length === 0 && <Text size="sm" c="dimmed">None yet. With their link a contact introduces a buyer in half a minute, without an account.</Text>}
      <ul className={classes.rows}>
        {partner.links.map((link) => (
          <li key={link.id}>
            <div>
              <p dir="auto">{link.contact.name}</p>
              <p className={classes.quiet}>
                made <When at={link.createdAt} day />
                {link.expiresAt && link.isLive && <>, ends <When at={link.expiresAt} day /></>}
                {link.revokedAt && <>, revoked <When at={link.revokedAt} day /></>}
              </p>
            </div>
            <Group gap="xs">
              <State word={link.isLive ? 'Works' : link.revokedAt ? 'Revoked' : 'Ended'} tone={link.isLive ? 'good' : 'ended'} />
              {link.isLive && partner.can.change.allowed && <Button variant="subtle" color="gray" onClick={() => setEnding(link)} aria-label={`Revoke the link of ${link.contact.name}`}>Revoke</Button>}
            </Group>
          </li>
        ))}
      </ul>
      {minting && <MintLink partner={partner} onClose={() => setMinting(false)} />}
      {ending && (
        <OpenModal onClose={() => setEnding(null)} title={`Revoke the link of ${ending.contact.name}`}>
          <Stack gap="md">
            <Text size="sm">It stops working at once, in mails sent before too. Make another one when it is needed.</Text>
            <Group gap="xs">
              <Button variant="filled" color="red.9" loading={revoke.busy} onClick={() => revoke.run(ending.id)}>Revoke link</Button>
              <Button variant="subtle" color="gray" onClick={() => setEnding(null)}>Cancel</Button>
            </Group>
          </Stack>
        </OpenModal>
      )}
    </Section>
  )
}
