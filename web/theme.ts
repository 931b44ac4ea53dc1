import { createTheme, type FileInputProps, type MantineColorsTuple, type MenuProps, type ModalProps, type NativeSelectProps, type PasswordInputProps, type SelectProps, type TextareaProps, type TextInputProps, type TooltipProps } from '@mantine/core'

/** The one accent, #0b6b4f at 7. */
const accent: MantineColorsTuple = ['#e9f4f0', '#d3e8e0', '#a9d3c4', '#7dbfa8', '#5cb899', '#2f9a76', '#12805f', '#0b6b4f', '#09583f', '#06402f']
/** Greys of the dark scheme, from text to the deepest ground. */
const dark: MantineColorsTuple = ['#dbe1df', '#b9c2bf', '#95a09c', '#67726e', '#38413e', '#2b3331', '#1f2624', '#151a19', '#101413', '#0a0d0c']
const gray: MantineColorsTuple = ['#f6f8f7', '#eff2f1', '#e5e9e8', '#d9dedd', '#c5cccb', '#98a19f', '#646e6c', '#4d5755', '#2e3635', '#191f1e']

const labelled = { labelProps: { fw: 500, mb: 4 }, size: 'sm' } as const

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark, gray },
  black: '#14181a',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.3125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.5', xl: '1.4' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.3125rem', lineHeight: '1.3' }, h2: { fontSize: '0.9375rem', lineHeight: '1.4' }, h3: { fontSize: '0.875rem', lineHeight: '1.4' } } },
  defaultRadius: 'md',
  respectReducedMotion: true,
  // Plain objects, not `Select.extend(…)`: the theme is loaded first and must not bring every part along.
  components: {
    Anchor: { defaultProps: { inherit: true, underline: 'always' } },
    Button: { defaultProps: { size: 'xs', variant: 'default' }, styles: { root: { fontSize: 'var(--mantine-font-size-sm)', paddingInline: '0.75rem' }, label: { fontWeight: 500 } } },
    Checkbox: { defaultProps: { size: 'sm' } },
    FileInput: { defaultProps: labelled satisfies Partial<FileInputProps> },
    Kbd: { styles: { root: { fontFamily: 'inherit', fontWeight: 500, color: 'var(--quiet)', borderBottomWidth: 1, background: 'none' } } },
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } satisfies Partial<MenuProps> },
    Modal: { defaultProps: { size: 'md', overlayProps: { backgroundOpacity: 0.3 }, transitionProps: { duration: 100 }, closeButtonProps: { 'aria-label': 'Close' } } satisfies Partial<ModalProps>, styles: { title: { fontWeight: 600 }, body: { paddingTop: 4 } } },
    NativeSelect: { defaultProps: labelled satisfies Partial<NativeSelectProps> },
    PasswordInput: { defaultProps: labelled satisfies Partial<PasswordInputProps> },
    Select: { defaultProps: { ...labelled, allowDeselect: false, openOnFocus: false, comboboxProps: { transitionProps: { duration: 0 } } } satisfies Partial<SelectProps> },
    Textarea: { defaultProps: { ...labelled, autosize: true, minRows: 3 } satisfies Partial<TextareaProps> },
    TextInput: { defaultProps: labelled satisfies Partial<TextInputProps> },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320, withArrow: true, transitionProps: { duration: 0 } } satisfies Partial<TooltipProps> },
  },
})
