// A power cut for one folder: an ext4 file system in a file, whose journal and dirty pages are dropped at a stroke. What was not synced
// to the device is gone, as it is when the plug is pulled. Needs root, loop devices and perl, which calls the ioctl.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, ftruncateSync, closeSync, readFileSync, rmSync, writeFileSync, fsyncSync, writeSync, existsSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type CuttableFolder = { folder: string; cut: () => void; mountAgain: () => void; remove: () => void }

const run = (program: string, ...args: string[]): string | undefined => {
  const done = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
  return done.status === 0 ? undefined : `${program}: ${(done.stderr || done.error?.message || `exit code ${done.status}`).trim().split('\n').at(-1)}`
}
/** FS_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (linux/fs.h, fs/ext4/ext4.h): nothing more reaches the device, the journal neither. */
const shutDown = (folder: string) => run('perl', '-e', 'open(my $f, "<", $ARGV[0]) or die $!; my $flag = pack("L", 2); ioctl($f, 0x8004587d, $flag) or die $!', folder)

/** Such a folder, or why there is none here. */
export function cuttableFolder(megabytes: number): CuttableFolder | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes root on Linux'
  const home = mkdtempSync(join(tmpdir(), 'alongside-test-cut-'))
  chmodSync(home, 0o755)
  const [image, folder] = [join(home, 'disk'), join(home, 'mounted')]
  const file = openSync(image, 'w')
  ftruncateSync(file, megabytes * 1024 * 1024)
  closeSync(file)
  mkdirSync(folder)
  const mount = () => run('mount', '-o', 'loop,data=ordered', image, folder)
  const remove = () => {
    run('umount', '--lazy', folder)
    rmSync(home, { recursive: true, force: true })
  }
  const failed = run('mkfs.ext4', '-q', '-F', '-m', '0', image) ?? mount()
  if (failed) {
    rmSync(home, { recursive: true, force: true })
    return failed
  }
  const disk: CuttableFolder = {
    folder,
    cut() {
      const problem = shutDown(folder)
      if (problem) throw new Error(problem)
    },
    mountAgain() {
      const problem = run('umount', folder) ?? mount()
      if (problem) throw new Error(problem)
    },
    remove,
  }
  const proof = bites(disk)
  if (proof) remove()
  return proof ?? disk
}

/** A cut that loses nothing would prove nothing: what is not synced must be gone, what is synced must be there. */
function bites(disk: CuttableFolder): string | undefined {
  try {
    const kept = openSync(join(disk.folder, 'kept'), 'w')
    writeSync(kept, 'synced')
    fsyncSync(kept)
    closeSync(kept)
    writeFileSync(join(disk.folder, 'lost'), 'not synced')
    disk.cut()
    disk.mountAgain()
    if (readFileSync(join(disk.folder, 'kept'), 'utf8') !== 'synced') return 'a cut loses what was synced'
    return existsSync(join(disk.folder, 'lost')) && readFileSync(join(disk.folder, 'lost'), 'utf8') !== '' ? 'a cut loses nothing here' : undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
