using GwSmm.Encoders;
using GwSmm.MLNet;
using Microsoft.ML;

namespace GwSmm.Cli;

/// <summary>Trains a model for every item, or takes it from the cache.</summary>
internal sealed class IndividualTraining(MLContext ml, BaseEncoder baseEncoder, TrainingOptions options, ModelCache? cache, string scratch)
{
    /// <summary>Trains the models.</summary>
    /// <param name="items">The items.</param>
    /// <param name="training">Responses to them.</param>
    /// <param name="progress">Told of every epoch.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One model per item, in the order of the items.</returns>
    public List<IndividualModel> Run(IReadOnlyList<string> items, IReadOnlyDictionary<string, ResponseSet> training, PhaseProgress progress, CancellationToken cancellation)
    {
        var models = new List<IndividualModel>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (item, index) = (items[i], i);
            var key = ModelKey.Of(baseEncoder, options, training[item]);
            if (cache?.Find(key, item) is { } found)
            {
                progress.Update((index + 1.0) / items.Count, $"item {item}: from the cache");
                models.Add(new IndividualModel(found.Scorer, found.Bytes));
                continue;
            }

            var scorer = new TextScorerOptions
            {
                Training = options,
                Seed = options.Seed,
                CancellationToken = cancellation,
                Progress = new InlineProgress<EpochProgress>(epoch => progress.Update(
                    (index + ((double)epoch.Epoch / epoch.Epochs)) / items.Count,
                    $"item {epoch.Item}, epoch {epoch.Epoch} of {epoch.Epochs}: loss {epoch.TrainingLoss:0.000}, validation {epoch.ValidationLoss:0.000}")),
            };
            var view = View(training[item]);
            models.Add(Save(ml.GwSmm().TextScorer(item, baseEncoder, scorer).Fit(view), view.Schema, key));
        }

        return models;
    }

    private IDataView View(ResponseSet responses) => responses.Kind == HeadKind.MultiLabel
        ? new LabelSetView(responses)
        : ml.Data.LoadFromEnumerable(responses.Texts.Select((text, i) => new ResponseRow { Item = responses.Item, Text = text, Label = responses.Labels[responses.Classes[i]] }).ToArray());

    private IndividualModel Save(TextScorerTransformer scorer, DataViewSchema schema, string key)
    {
        var zip = Path.Combine(scratch, $"{key}.zip");
        ml.Model.Save(scorer, schema, zip);
        var bytes = new FileInfo(zip).Length;
        cache?.Add(key, zip);
        File.Delete(zip);
        return new IndividualModel(scorer, bytes);
    }
}
