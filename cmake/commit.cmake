# Writes the commit of SOURCE into HEADER, at every build, touching the file only when the commit is another one.
find_package(Git QUIET)
set(commit "")
if(GIT_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} -C ${SOURCE} describe --always --dirty --abbrev=12
                  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT "// Made by cmake/commit.cmake.\n#define ASSAY_COMMIT \"${commit}\"\n")
