// Areas say at loading what they bring to others. Loaded as a whole, they say the same to every test file, in whatever order the files come.
import '../../app/app.ts'
