import { TagsInput, type TagsInputProps } from '@mantine/core'
import '@mantine/core/styles/PillsInput.layer.css'
import '@mantine/core/styles/Pill.layer.css'

/** Several short words or names, each added with Enter or a comma; kept as one text with line breaks so that a form can hold it. */
export function WordsInput({ value, onChange, error, ...rest }: { value: string; onChange: (value: string) => void; error?: string | undefined } & Pick<TagsInputProps, 'label' | 'description' | 'placeholder' | 'data' | 'name'>) {
  return <TagsInput size="sm" labelProps={{ fw: 500, mb: 4 }} splitChars={[',', ';', '\n']} acceptValueOnBlur value={linesOf(value)} error={error} onChange={(words) => onChange(words.join('\n'))} comboboxProps={{ transitionProps: { duration: 0 } }} {...rest} />
}

export const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean)
