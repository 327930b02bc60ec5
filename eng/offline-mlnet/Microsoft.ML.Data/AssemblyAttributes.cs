using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(TransformerChain<ITransformer>), null, typeof(SignatureLoadModel), "Transformer chain", TransformerChainLoader.Signature)]
[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Value to key", ValueToKeyMappingTransformer.LoaderSignature)]
[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key to value", KeyToValueMappingTransformer.LoaderSignature)]
[assembly: LoadableClass(typeof(ColumnCopyingTransformer), null, typeof(SignatureLoadModel), "Copy columns", ColumnCopyingTransformer.LoaderSignature)]
