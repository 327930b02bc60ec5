#:project ../src/GwSmm.MLNet/GwSmm.MLNet.csproj
#:property PublishAot=false

// Scores single responses with the merged.zip that quickstart.cs, gwsmm demo or gwsmm run wrote:
//   dotnet run examples/score-new-responses.cs merged.zip Q1 "the plant takes in sunlight and gives off oxygen"
using GwSmm.MLNet;
using Microsoft.ML;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: dotnet run examples/score-new-responses.cs MODEL ITEM TEXT");
    return 2;
}

var ml = new MLContext();
var model = ml.Model.Load(args[0], out _);
var merged = model as MultiHeadTransformer ?? ((IEnumerable<ITransformer>)model).OfType<MultiHeadTransformer>().Single();
var engine = ml.Model.CreatePredictionEngine<Response, Prediction>(merged);

var prediction = engine.Predict(new Response { Item = args[1], Text = args[2] });
Console.WriteLine($"score {merged.Classes[(int)prediction.PredictedLabel - 1]}");
for (var i = 0; i < merged.Classes.Count; i++)
{
    Console.WriteLine($"  {merged.Classes[i]}: {prediction.Score[i]:0.000}");
}

return 0;

internal sealed class Response
{
    public string Item { get; set; } = string.Empty;

    public string Text { get; set; } = string.Empty;
}

internal sealed class Prediction
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
