import { NativeSelect, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/SimpleGrid.layer.css'
import { useOwners } from '../../api/session.ts'
import type { Form } from '../../parts/use-form.ts'

export type WordsValues = { segment: string; bestPlaced: string; whyRecommend: string; gainFinancial: string; gainStrategic: string; gainReputational: string; reviewOn: string; ownerId: string }

/** What a hypothesis says in words. */
export function WordsFields({ form }: { form: Pick<Form<WordsValues>, 'field'> }) {
  return (
    <>
      <TextInput label="Segment" description="Whom these partners would introduce" placeholder="Food and logistics, 50 to 5,000 people, DACH" autoComplete="off" {...form.field('segment')} />
      <Textarea label="Which partner is best placed" autosize minRows={2} {...form.field('bestPlaced')} />
      <Textarea label="Why they would recommend us" autosize minRows={2} {...form.field('whyRecommend')} />
      <Textarea label="What they get in money" autosize minRows={2} {...form.field('gainFinancial')} />
      <Textarea label="What they get for their strategy" autosize minRows={2} {...form.field('gainStrategic')} />
      <Textarea label="What they get for their name" autosize minRows={2} {...form.field('gainReputational')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Review date" type="date" {...form.field('reviewOn')} />
        <NativeSelect label="Owner" data={useOwners()} {...form.field('ownerId')} />
      </SimpleGrid>
    </>
  )
}
