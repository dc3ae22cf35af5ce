// Keeps the library from being empty until its first source.
namespace assay {
extern const int kcliPlaceholder;
const int kcliPlaceholder = 0;
}  // namespace assay
