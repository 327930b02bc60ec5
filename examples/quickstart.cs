#:project ../src/GwSmm.MLNet/GwSmm.MLNet.csproj
#:property PublishAot=false

using GwSmm.Encoders;
using GwSmm.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext(seed: 7);
IDataView train = ml.Data.LoadFromTextFile<Response>("examples/data/train.tsv", hasHeader: true); // Item, Text, Label
IDataView test = ml.Data.LoadFromTextFile<Response>("examples/data/test.tsv", hasHeader: true);

// What every scorer starts from: here two layers with random weights; BaseEncoder.Load reads a Hugging Face directory.
var texts = ml.Data.CreateEnumerable<Response>(train, reuseRowObject: false).Select(response => response.Text);
var vocabulary = Vocabulary.Build(texts, maxSize: 4000);
var baseEncoder = BaseEncoder.Create(EncoderConfig.Tiny(vocabulary.Count), vocabulary, seed: 7);

// Few epochs, to be done in seconds; without options a scorer takes as many as suit its data.
var options = new TextScorerOptions { Training = TrainingOptions.ForRandomInitialisation() with { Epochs = 8 } };

var pipeline = ml.GwSmm().TextScorer("Q1", baseEncoder, options) // a scoring model is a pipeline stage
    .Append(ml.GwSmm().TextScorer("Q2", baseEncoder, options))
    .Append(ml.GwSmm().TextScorer("Q3", baseEncoder, options))
    .Append(ml.GwSmm().TextScorer("Q4", baseEncoder, options))
    .Append(ml.GwSmm().TextScorer("Q5", baseEncoder, options))
    .Append(ml.GwSmm().TextScorer("Q6", baseEncoder, options))
    .AppendGwMerge(ml, new GwMergeOptions { MaxGroupSize = 3 }); // fits groups from feature outputs

var model = pipeline.Fit(train); // ends in a MultiHeadTransformer
ml.Model.Save(model, train.Schema, "merged.zip"); // one self-contained zip

IDataView scored = ml.Model.Load("merged.zip", out _).Transform(test); // any process, nothing to register
var metrics = ml.MulticlassClassification.Evaluate(scored, labelColumnName: "Label");

foreach (var group in model.LastTransformer.Report.Groups)
{
    Console.WriteLine($"One encoder for {string.Join(", ", group)}");
}

Console.WriteLine($"Accuracy on new responses: {metrics.MicroAccuracy:0.00}");

internal sealed class Response
{
    [LoadColumn(0)]
    public string Item { get; set; } = string.Empty;

    [LoadColumn(1)]
    public string Text { get; set; } = string.Empty;

    [LoadColumn(2)]
    public float Label { get; set; }
}
