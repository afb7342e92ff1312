echo ran >> "$(dirname "$1")/../broken-ran"
