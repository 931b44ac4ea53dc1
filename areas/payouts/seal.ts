// Guards bank details and tax numbers: sealed under a key that follows from the installation's secret, bound to their row.
import { sealFor } from '../../platform/auth/index.ts'

export const { seal, unseal } = sealFor('payouts', {
  code: 'payouts.other_secret', message: 'The bank details were sealed under another secret than this installation has now. Restore ALONGSIDE_SECRET or the file `secret`, or ask the partner for the details again.',
})
