import { Anchor, Button, Checkbox, createTheme, Kbd, Modal, NativeSelect, PasswordInput, Select, Textarea, TextInput, Tooltip, type MantineColorsTuple } from '@mantine/core'

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
  components: {
    Anchor: Anchor.extend({ defaultProps: { inherit: true, underline: 'hover' } }),
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' }, styles: { root: { fontSize: 'var(--mantine-font-size-sm)', paddingInline: '0.75rem' }, label: { fontWeight: 500 } } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'sm' } }),
    Kbd: Kbd.extend({ styles: { root: { fontFamily: 'inherit', fontWeight: 500, color: 'var(--quiet)', borderBottomWidth: 1, background: 'none' } } }),
    Modal: Modal.extend({ defaultProps: { size: 'md', overlayProps: { backgroundOpacity: 0.3 }, transitionProps: { duration: 100 }, closeButtonProps: { 'aria-label': 'Close' } }, styles: { title: { fontWeight: 600 } } }),
    NativeSelect: NativeSelect.extend({ defaultProps: labelled }),
    PasswordInput: PasswordInput.extend({ defaultProps: labelled }),
    Select: Select.extend({ defaultProps: { ...labelled, allowDeselect: false, comboboxProps: { transitionProps: { duration: 0 } } } }),
    Textarea: Textarea.extend({ defaultProps: { ...labelled, autosize: true, minRows: 3 } }),
    TextInput: TextInput.extend({ defaultProps: labelled }),
    Tooltip: Tooltip.extend({ defaultProps: { events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320, withArrow: true, transitionProps: { duration: 0 } } }),
  },
})
