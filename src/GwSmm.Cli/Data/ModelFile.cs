using GwSmm.Encoders;
using GwSmm.MLNet;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GwSmm.Cli;

/// <summary>Reads models that ML.NET saved.</summary>
internal static class ModelFile
{
    /// <summary>Loads a model and lists its stages.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="reporter">Hears what the model warns of while it works.</param>
    /// <returns>The stages, in order; one where the model is no chain.</returns>
    /// <exception cref="GwSmmException">The file cannot be read, or is no model that this version reads.</exception>
    public static IReadOnlyList<ITransformer> Load(string path, Reporter reporter)
    {
        if (!File.Exists(path))
        {
            throw new GwSmmException($"There is no model '{path}'.");
        }

        try
        {
            var ml = new MLContext();
            ml.Log += (_, message) =>
            {
                if (message.Kind == ChannelMessageKind.Warning)
                {
                    reporter.Warning(message.RawMessage);
                }
            };
            var model = ml.Model.Load(path, out _);
            return model is IEnumerable<ITransformer> chain ? [.. chain] : [model];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // ML.NET wraps what a stage says about itself.
            var cause = Causes(error).OfType<GwSmmException>().FirstOrDefault() ?? Causes(error).Last();
            throw new GwSmmException($"Cannot load the model '{path}': {cause.Message} Expected a zip that 'gwsmm run' or ml.Model.Save wrote.", error);
        }
    }

    /// <summary>Loads a merged model.</summary>
    /// <param name="path">The zip.</param>
    /// <param name="reporter">Hears what the model warns of while it works.</param>
    /// <param name="precision">What its encoders are to compute in; null leaves what was saved.</param>
    /// <exception cref="GwSmmException">The file cannot be read, or holds no merged model.</exception>
    public static MultiHeadTransformer LoadMerged(string path, Reporter reporter, EncoderPrecision? precision = null)
    {
        var merged = Load(path, reporter).OfType<MultiHeadTransformer>().FirstOrDefault()
            ?? throw new GwSmmException($"The model '{path}' has no merged scorers. Give a zip that 'gwsmm run' wrote.");
        return precision is { } wanted && wanted != merged.Precision ? merged.WithPrecision(wanted) : merged;
    }

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
