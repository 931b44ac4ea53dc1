import { Menu, useMantineColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { signOut, useMe } from '../api/session.ts'
import { switchWorkspace } from '../api/workspace-choice.ts'
import { keysAreOn, turnKeys } from '../parts/use-keys.ts'
import classes from './frame.module.css'

const schemes = [{ value: 'auto', label: 'As the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }] as const

/** Who I am, in which workspace, how it looks, and the way out. */
export function PersonMenu({ name }: { name: string }) {
  const { person, workspaces, here, role } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [keys, setKeys] = useState(keysAreOn())
  const [isOpen, setOpen] = useState(false)
  const target = useRef<HTMLButtonElement>(null)
  // It stands where the button was that asked for it: first takes its focus, so that it has it back when the menu closes.
  useEffect(() => {
    target.current?.focus()
    const frame = requestAnimationFrame(() => setOpen(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <Menu opened={isOpen} onChange={setOpen} returnFocus position="bottom-end" width={240} transitionProps={{ duration: 0 }} shadow="sm">
      <Menu.Target>
        <button ref={target} type="button" className={classes.person}>{name}</button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.email}{role ? `, ${role}` : ''}</Menu.Label>
        {workspaces.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>Workspace</Menu.Label>
            {workspaces.map((w) => <Menu.Item key={w.id} onClick={() => switchWorkspace(w.id)} {...chosen(w.id === here?.id)}>{w.name}</Menu.Item>)}
          </>
        )}
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {schemes.map((s) => <Menu.Item key={s.value} closeMenuOnClick={false} onClick={() => setColorScheme(s.value)} {...chosen(colorScheme === s.value)}>{s.label}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Item
          closeMenuOnClick={false} rightSection={keys ? 'on' : 'off'}
          onClick={() => {
            turnKeys(!keys)
            setKeys(!keys)
          }}
        >
          Keys j, k, a
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const chosen = (is: boolean) => (is ? { 'aria-current': true, rightSection: <span aria-hidden>✓</span> } as const : {})
