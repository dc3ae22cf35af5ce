// Keeps the library from being empty until its first source.
namespace assay {
extern const int kapiPlaceholder;
const int kapiPlaceholder = 0;
}  // namespace assay
