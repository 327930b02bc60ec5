using GwSmm.MLNet.ContractProbe;
using Microsoft.ML;
using Microsoft.ML.Data;

// usage: GwSmm.MLNet.ContractProbe model.zip text... - prints the Length of each text. Names no type of the stage's assembly.
var ml = new MLContext();
ITransformer model = ml.Model.Load(args[0], out DataViewSchema schema);
IDataView data = ml.Data.LoadFromEnumerable(args.Skip(1).Select(text => new ProbeInput { Text = text }));
Console.WriteLine(string.Join(' ', schema.Select(c => c.Name)));
Console.WriteLine(string.Join(' ', model.Transform(data).GetColumn<float>("Length")));
