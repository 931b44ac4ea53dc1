import './styles.ts'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/problem.ts'
import { queryClient } from './api/query-client.ts'
import { router } from './routes.tsx'
import { theme } from './theme.ts'

const place = document.getElementById('app')
if (place)
  // A problem is said on the page; whatever else was caught is for whoever looks into the console.
  createRoot(place, { onCaughtError: (error) => (error instanceof Problem ? undefined : console.error(error)) }).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
        <Notifications position="bottom-left" />
      </MantineProvider>
    </StrictMode>,
  )
