import { Button, Checkbox, NativeSelect, Select, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { currencyChoices } from '../../parts/currency-choices.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Section } from '../../parts/page.tsx'
import { timeZones } from '../../parts/time-zones.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { Holidays } from './holidays.tsx'
import { SettingsPage } from './settings-page.tsx'
import classes from './settings.module.css'
import { changeOf, days, daysChecks, grades, policyFields, valuesOf, workspaceNames, type WorkspaceValues } from './workspace-form.ts'

/** How the workspace is called, looks, counts time, and what it promises. */
export function WorkspaceSettings() {
  const workspace = useWorkspace()
  const [before, setBefore] = useState(() => valuesOf(workspace))
  const form = useForm({
    initial: before, names: workspaceNames,
    checks: { name: required('The workspace needs a name.'), closes: (closes, { opens }) => (closes > String(opens) ? undefined : 'Closing time comes after opening time.'), ...daysChecks },
    submit: async (values) => {
      const saved = valuesOf(await take(api.PATCH('/api/v1/workspace', { body: changeOf(before, values) })))
      setBefore(saved)
      for (const name of Object.keys(saved) as (keyof WorkspaceValues)[]) form.set(name, saved[name])
      say('The settings are saved.')
    },
  })
  const { update } = workspace.can
  return (
    <SettingsPage title="Workspace" sub="How you are called, when you are open, and what you promise.">
      {!update.allowed && <Text size="sm" mb="lg">{update.why} You can read them.</Text>}
      <form onSubmit={form.onSubmit} noValidate>
        <fieldset className={classes.form} disabled={!update.allowed}>
          <Section title="Name and look">
            <div className={classes.fields}>
              <TextInput label="Name" description="Partners see it" {...form.field('name')} />
              <TextInput
                label="Accent" description="On partner pages and in mails" spellCheck={false} leftSectionWidth={40}
                leftSection={<input type="color" aria-label="Pick the accent" className={classes.colour} value={form.values.accent} disabled={!update.allowed} onChange={(event) => form.set('accent', event.currentTarget.value)} />} {...form.field('accent')}
              />
              <NativeSelect label="Currency" description="Where an amount names none" data={currencyChoices(workspace.currency)} {...form.field('currency')} />
            </div>
          </Section>
          <Section title="Opening hours">
            <div className={classes.fields}>
              <Select label="Time zone" description="Promises are counted in it" searchable nothingFoundMessage="No such time zone." data={timeZones(workspace.timeZone)} {...form.field('timeZone')} />
              <TextInput type="time" label="Opens" {...form.field('opens')} />
              <TextInput type="time" label="Closes" {...form.field('closes')} />
            </div>
            <fieldset className={classes.set} style={{ marginTop: '1rem' }}>
              <legend>Working days</legend>
              <div className={classes.days}>{days.map((day) => <Checkbox key={day.name} label={day.label} {...form.check(day.name)} />)}</div>
            </fieldset>
            <Holidays value={form.values.holidays} onChange={(holidays) => form.set('holidays', holidays)} isDisabled={!update.allowed} />
          </Section>
          <Section title="What you promise and how claims work">
            <div className={`${classes.fields} ${classes.pairs}`}>
              {policyFields.map((field) => <TextInput key={field.name} label={field.label} description={field.help} inputMode="numeric" rightSection={<Text span size="xs" c="dimmed">{field.unit}</Text>} rightSectionWidth={field.unit.length > 6 ? 100 : 48} {...form.field(field.name)} />)}
            </div>
            <fieldset className={classes.set} style={{ marginTop: '1rem' }}>
              <legend>An introduction counts as qualified with fit</legend>
              <div className={classes.days}>{grades.map((grade) => <Checkbox key={grade} label={grade} {...form.check(`grade${grade}`)} />)}</div>
            </fieldset>
          </Section>
          <FormError problem={form.problem} orphans={form.orphans} />
          {update.allowed && <Button type="submit" variant="filled" loading={form.busy} mt="xs">Save settings</Button>}
        </fieldset>
      </form>
    </SettingsPage>
  )
}
