# The same bytes at any number of threads and without SIMD: sourced by run.

# A data folder with the first images of what ships: 256 to train on, 64 to test.
small_data() {
  local from=src/PimSim.Data/Resources
  mkdir -p "$work/data"
  small_file train 256 '\001\000' "$from/train10k" && small_file t10k 64 '\000\100' "$from/t10k"
}

# small_file NAME COUNT COUNT-AS-TWO-BYTES FROM
small_file() {
  { printf "\\000\\000\\010\\003\\000\\000$3\\000\\000\\000\\034\\000\\000\\000\\034"
    gunzip -c "$4-images-idx3-ubyte.gz" | tail -c +17 | { head -c $(( $2 * 784 )); cat > /dev/null; }; } > "$work/data/$1-images-idx3-ubyte"
  { printf "\\000\\000\\010\\001\\000\\000$3"
    gunzip -c "$4-labels-idx1-ubyte.gz" | tail -c +9 | { head -c "$2"; cat > /dev/null; }; } > "$work/data/$1-labels-idx1-ubyte"
}

# one_run NAME THREADS [SETTING...]: trains and infers in a folder of its own; all that may differ lies under "host".
one_run() {
  local folder=$work/same/$1 threads=$2 pimsim=$PWD/src/PimSim.Cli/bin/Release/net10.0/pimsim document
  shift 2
  mkdir -p "$folder"
  cd "$folder"
  env "$@" "$pimsim" train --data "$work/data" --epochs 2 --out net.pimnet --json --threads "$threads" > train.json
  env "$@" "$pimsim" infer --data "$work/data" --network net.pimnet --json --threads "$threads" > infer.json
  env "$@" "$pimsim" infer --data "$work/data" --network net.pimnet --reference --images 2 --json --threads "$threads" > reference.json
  for document in *.json; do
    sed -i '/^  "host": {/,/^  }/d' "$document"
    test -s "$document"
  done
}

same_as_first() { diff -r "$work/same/first" "$work/same/$1"; }

check_determinism() {
  check "determinism: data" small_data
  check "determinism: one thread" one_run first 1
  check "determinism: two threads" one_run threads 2
  check "determinism: two threads give the same bytes" same_as_first threads
  check "determinism: without intrinsics" one_run scalar 1 DOTNET_EnableHWIntrinsic=0
  check "determinism: no intrinsics give the same bytes" same_as_first scalar
  check "determinism: without AVX-512" one_run narrow 2 DOTNET_EnableAVX512=0
  check "determinism: no AVX-512 gives the same bytes" same_as_first narrow
}
