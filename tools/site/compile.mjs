// node compile.mjs PYODIDE FOLDER: compile the Python files in FOLDER with the Python of the Pyodide in the folder PYODIDE.
//
// Only the Python that will run the files can compile them. FOLDER holds `stdlib` and `packages`, where the compiled file stands
// beside its source, and `sources`, where it stands in a folder __pycache__, so that the source stays of use.
import { pathToFileURL } from 'node:url';

const [pyodide, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.FS.mkdirTree('/host');
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, '/host');
python.runPython(`
import sys
from compileall import compile_dir
from py_compile import PycInvalidationMode

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
SITE = f"/lib/python{VERSION}/site-packages"
for part, place, beside in [
    ("stdlib", f"/lib/python{VERSION.replace('.', '')}.zip", True), ("packages", SITE, True), ("sources", SITE, False)
]:
    compile_dir(
        f"/host/{part}", maxlevels=40, quiet=2, legacy=beside, stripdir=f"/host/{part}", prependdir=place,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
`);
