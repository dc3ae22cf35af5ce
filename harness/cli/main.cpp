// The program's entry.
#include <cstdio>

int main() {
  std::puts("assay");
  return 0;
}
