using Microsoft.ML;
using Microsoft.ML.Data;

// Loads a model and scores a TSV with the calls of plain ML.NET: no type of GwSmm is named here, nothing is registered.
var ml = new MLContext();
var model = ml.Model.Load(args[0], out _);
var data = ml.Data.LoadFromTextFile(args[1], [new("Item", DataKind.String, 0), new("Text", DataKind.String, 1), new("Label", DataKind.Single, 2)], hasHeader: true);
var scored = model.Transform(data);
var score = scored.Schema["Score"];
using var cursor = scored.GetRowCursor([score]);
var getter = cursor.GetGetter<VBuffer<float>>(score);
VBuffer<float> values = default;
while (cursor.MoveNext())
{
    getter(ref values);
    Console.WriteLine(string.Join(' ', values.DenseValues().Select(BitConverter.SingleToInt32Bits)));
}
