//! The members of an object: their names, by its schema, and a serializer that writes only some of them.

use std::collections::HashMap;

use serde::ser::{Error as _, Impossible, SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// The members that every answer keeps.
const KEPT: [&str; 2] = ["_links", "_meta"];

/// The names of an object's members, in order.
pub(crate) fn members<T: ToSchema>() -> Vec<String> {
    let mut referenced = Vec::new();
    T::schemas(&mut referenced);
    let referenced: HashMap<String, RefOr<Schema>> = referenced.into_iter().collect();
    let mut names = Vec::new();
    collect(&T::schema(), &referenced, &mut names);
    names.sort_unstable();
    names.dedup();
    names
}

fn collect(schema: &RefOr<Schema>, referenced: &HashMap<String, RefOr<Schema>>, names: &mut Vec<String>) {
    match schema {
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
            if let Some(schema) = referenced.get(name) {
                collect(schema, referenced, names);
            }
        }
        RefOr::T(Schema::Object(object)) => names.extend(object.properties.keys().cloned()),
        RefOr::T(Schema::AllOf(all)) => all.items.iter().for_each(|part| collect(part, referenced, names)),
        RefOr::T(_) => {}
    }
}

/// Writes an object, with its selected members only.
pub(super) struct Selecting<'s, S> {
    pub serializer: S,
    pub selected: &'s [String],
}

impl<S> Selecting<'_, S> {
    fn no_object<T, E: serde::ser::Error>() -> Result<T, E> {
        Err(E::custom("only an object has members"))
    }
}

/// Refuses values that are no object.
macro_rules! refuse {
    ($($method:ident($($of:ty),*) -> $ok:ty;)+) => {
        $(fn $method(self, $(_: $of),*) -> Result<$ok, S::Error> {
            Self::no_object()
        })+
    };
}

impl<'s, S: Serializer> Serializer for Selecting<'s, S> {
    type Error = S::Error;
    type Ok = S::Ok;
    type SerializeMap = SelectedMembers<'s, S::SerializeMap>;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeStruct = SelectedMembers<'s, S::SerializeMap>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;

    refuse! {
        serialize_bool(bool) -> S::Ok;
        serialize_i8(i8) -> S::Ok;
        serialize_i16(i16) -> S::Ok;
        serialize_i32(i32) -> S::Ok;
        serialize_i64(i64) -> S::Ok;
        serialize_u8(u8) -> S::Ok;
        serialize_u16(u16) -> S::Ok;
        serialize_u32(u32) -> S::Ok;
        serialize_u64(u64) -> S::Ok;
        serialize_f32(f32) -> S::Ok;
        serialize_f64(f64) -> S::Ok;
        serialize_char(char) -> S::Ok;
        serialize_str(&str) -> S::Ok;
        serialize_bytes(&[u8]) -> S::Ok;
        serialize_none() -> S::Ok;
        serialize_unit() -> S::Ok;
        serialize_unit_struct(&'static str) -> S::Ok;
        serialize_unit_variant(&'static str, u32, &'static str) -> S::Ok;
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Self::no_object()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        Ok(SelectedMembers {
            written: self.serializer.serialize_map(None)?,
            selected: self.selected,
            pending: None,
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.serialize_map(None)
    }
}

/// The selected members of an object, while they are written.
pub(super) struct SelectedMembers<'s, M> {
    written: M,
    selected: &'s [String],
    /// The selected name whose value comes next.
    pending: Option<String>,
}

impl<M> SelectedMembers<'_, M> {
    fn has(&self, name: &str) -> bool {
        KEPT.contains(&name) || self.selected.iter().any(|selected| selected == name)
    }
}

impl<M: SerializeMap> SerializeMap for SelectedMembers<'_, M> {
    type Error = M::Error;
    type Ok = M::Ok;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), M::Error> {
        let name = serde_json::to_value(key).map_err(M::Error::custom)?;
        let name = name.as_str().filter(|name| self.has(name));
        self.pending = name.map(str::to_owned);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), M::Error> {
        match self.pending.take() {
            Some(name) => self.written.serialize_entry(&name, value),
            None => Ok(()),
        }
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.written.end()
    }
}

impl<M: SerializeMap> SerializeStruct for SelectedMembers<'_, M> {
    type Error = M::Error;
    type Ok = M::Ok;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        if self.has(name) {
            self.written.serialize_entry(name, value)?;
        }
        Ok(())
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.written.end()
    }
}
