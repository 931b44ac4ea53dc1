import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { membersQuery, useWorkspace } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { State } from '../../parts/state.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { ChangeRole, InviteMember } from './member-dialogs.tsx'
import type { Member } from './queries.ts'
import { roleChoices } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'

type Dialog = { kind: 'invite' } | { kind: 'role' | 'remove'; member: Member }

/** Who works in this workspace, and in which role. */
export function MembersPage() {
  const query = useQuery(membersQuery)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { can } = useWorkspace()
  const close = () => setDialog(null)
  return (
    <SettingsPage title="Members" sub="People of your company. Partners never need an account." actions={<CanButton can={can.inviteMembers} variant="filled" onClick={() => setDialog({ kind: 'invite' })}>Invite member</CanButton>}>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The list of members" /> : !query.data ? <Loading /> : (
        <SmallTable
          caption="Members" rows={query.data.items} keyOf={(m) => m.id}
          columns={[
            { key: 'name', header: 'Name', cell: (m) => <>{m.name}{m.isYou && ' (you)'}<Text size="sm" c="dimmed">{m.email}</Text></> },
            { key: 'role', header: 'Role', cell: (m) => roleChoices.find((r) => r.value === m.role)?.label },
            { key: 'state', header: 'State', cell: (m) => <><State word={m.state === 'active' ? 'Active' : 'Invited'} tone={m.state === 'active' ? 'good' : 'waiting'} />{m.state === 'invited' && <Text size="sm" c="dimmed"><When at={m.createdAt} day />{m.invitedBy && ` by ${m.invitedBy.name}`}</Text>}</> },
            ...(can.inviteMembers.allowed ? [{ key: 'actions', header: '', cell: (m: Member) => <MemberActions member={m} open={setDialog} /> }] : []),
          ]}
        />
      )}
      {dialog?.kind === 'invite' && <InviteMember onClose={close} />}
      {dialog?.kind === 'role' && <ChangeRole member={dialog.member} onClose={close} />}
      {dialog?.kind === 'remove' && <RemoveMember member={dialog.member} onClose={close} />}
    </SettingsPage>
  )
}

function MemberActions({ member, open }: { member: Member; open: (dialog: Dialog) => void }) {
  const again = useAct(() => send(api.POST('/api/v1/members/{id}/invitation', { params: { path: { id: member.id } } })), { done: `The invitation is on its way to ${member.email}.` })
  return (
    <Group gap="xs" justify="flex-end">
      {member.can.sendInvitation.allowed && <CanButton can={member.can.sendInvitation} loading={again.busy} onClick={() => again.run()}>Send invitation again</CanButton>}
      <CanButton can={member.can.changeRole} onClick={() => open({ kind: 'role', member })}>Change role</CanButton>
      <CanButton can={member.can.remove} onClick={() => open({ kind: 'remove', member })}>Remove</CanButton>
    </Group>
  )
}

function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const act = useAct(() => send(api.DELETE('/api/v1/members/{id}', { params: { path: { id: member.id } } })), { done: `${member.name} no longer has access.`, onDone: onClose, quiet: true })
  return <Confirm title={`Remove ${member.name}`} verb="Remove member" isDangerous act={act} onClose={onClose}>Access ends at once. What {member.name} did stays in the timelines. Introductions they own keep their name until you hand them over.</Confirm>
}
