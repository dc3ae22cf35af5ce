// Keeps the library from being empty until its first source.
namespace assay {
extern const int kconfigPlaceholder;
const int kconfigPlaceholder = 0;
}  // namespace assay
