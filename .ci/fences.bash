# Runs the commands of README.md and docs in a copy of the checkout: sourced by run.
#
# Every fence that starts with ```sh or ```sh slow is run by bash -euo pipefail in the root of the copy, in order; pimsim
# is on the PATH. Comment lines directly above a fence:
#   <!-- ci: COMMAND -->    is run in place of a slow fence's content
#   <!-- needs: PATH -->    the fence is skipped where the path is missing

fence_limit=600

# Writes the fences of a file as NUMBER.fence, with its line number in NUMBER.line.
split_fences() {
  awk -v to="$2" '
    /^```sh( slow)?$/ && !inside {
      inside = 1; n++; slow = /slow$/; file = sprintf("%s/%03d.fence", to, n)
      print NR > sprintf("%s/%03d.line", to, n)
      if (needs != "") print needs > sprintf("%s/%03d.needs", to, n)
      printf "" > file
      replaced = slow && ci != ""
      if (replaced) print ci > file
      next
    }
    /^```/ { if (inside) { inside = 0; close(file) } else other = !other; ci = needs = ""; next }
    inside { if (!replaced) print > file; next }
    /^<!-- ci: .* -->$/ { ci = substr($0, 10, length($0) - 13); next }
    /^<!-- needs: .* -->$/ { needs = substr($0, 13, length($0) - 16); next }
    { ci = needs = "" }' "$1"
}

# The copy has what the checkout has beside it, so that ../shared means the same.
copy_checkout() {
  [[ ! -d ../shared ]] || ln -s "$(realpath ../shared)" "$work/shared"
  git clone --quiet . "$work/copy"
  git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read | tar --extract --directory "$work/copy"
  cd "$work/copy"
  git add --all
  git -c user.name=ci -c user.email=ci@localhost commit --quiet --allow-empty --message "as checked out"
}

run_fence() {
  cd "$work/copy"
  PATH="$PWD/src/PimSim.Cli/bin/Release/net10.0:$PATH" CI= timeout "$fence_limit" bash -euo pipefail "$1"
}

build_copy() {
  cd "$work/copy"
  dotnet build src/PimSim.Cli -c Release
}

# run_fences DONE: all fences, but for those that hold only the command DONE, which has been run already.
run_fences() {
  local done_command=$1 file fence needs
  check "copy of the checkout" copy_checkout
  check "copy builds" build_copy
  for file in README.md $(git ls-files --cached --others --exclude-standard 'docs/*.md' | sort); do
    rm -rf "$work/fences"
    mkdir "$work/fences"
    split_fences "$file" "$work/fences"
    for fence in "$work"/fences/*.fence; do
      [[ -e $fence ]] || continue
      [[ $(< "$fence") != "$done_command" ]] || continue
      needs=${fence%.fence}.needs
      if [[ -e $needs && ! -e $(< "$needs") ]]; then
        skip "$file:$(< "${fence%.fence}.line") needs $(< "$needs")"
        continue
      fi
      check "$file:$(< "${fence%.fence}.line") $(head -n 1 "$fence")" run_fence "$fence"
    done
    git -C "$work/copy" clean --quiet --force -d
  done
}
